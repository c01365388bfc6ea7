/**
 * What operators and tools ask of the service itself: health, and the description of the interface. It has no part in
 * signing anybody in.
 */
package dev.warden.operations;
