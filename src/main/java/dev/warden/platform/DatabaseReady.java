package dev.warden.platform;

/**
 * Event fired once at start, when the schema is up to date. Beans that keep something from the database in memory load
 * it now. Observers run before the first request is served.
 */
public record DatabaseReady() {
}
