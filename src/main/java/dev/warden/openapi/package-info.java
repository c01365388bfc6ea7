/**
 * Generates the OpenAPI description during the build from what the scanner finds in the resources, the texts of
 * {@code META-INF/openapi.yaml}, and our own annotations. Nothing of this package is in the WAR.
 */
package dev.warden.openapi;
