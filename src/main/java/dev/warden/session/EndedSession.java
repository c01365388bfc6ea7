package dev.warden.session;

/**
 * A session of a browser that ended a moment ago. A type of its own, so that nobody takes it for one that has not: all
 * it is good for is to show once more what its end showed.
 *
 * @param id see {@link BrowserSession#id()}
 */
public record EndedSession(String id, String accountId) {
}
