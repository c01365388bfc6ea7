/**
 * What operators and tools ask the service itself: health, the OpenAPI 3.1 description, and a page that shows it. It
 * has no part in signing anybody in.
 */
package dev.warden.operations;
