package dev.warden.platform;

/**
 * Told once, at start, when the schema is up to date: who keeps something of the database in memory loads it now.
 * Observers run before the first request is served.
 */
public record DatabaseReady() {
}
