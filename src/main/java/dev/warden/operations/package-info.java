/**
 * What operators, tools and curious people ask of the service itself: health, the description of the interface (OpenAPI
 * 3.1), and a page that shows it. It has no part in signing anybody in.
 */
package dev.warden.operations;
