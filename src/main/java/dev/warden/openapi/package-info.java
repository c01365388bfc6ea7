/**
 * The description of the interface, made when the WAR is built: what the scanner finds in the resources, the words of
 * {@code META-INF/openapi.yaml}, and what follows from annotations of ours. Nothing of this package is in the WAR.
 */
package dev.warden.openapi;
