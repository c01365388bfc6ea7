package dev.warden.web;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

import dev.warden.client.Localized;
import dev.warden.client.RegisteredClient;
import dev.warden.consent.PendingAuthorization;
import dev.warden.consent.PendingPaths;

/**
 * The application that a person comes from, and its request, which waits for the person.
 *
 * @param sealed the text by which it travels in the parameter {@code request}
 */
record PendingRequest(String sealed, PendingAuthorization pending, RegisteredClient client) {

    /** A path with the request, relative to the context root. */
    String at(String path) {
        return PendingPaths.at(path, sealed);
    }

    /** The name of the application; its id if it has none. */
    String name(Language language) {
        return name(client, language);
    }

    static String name(RegisteredClient client, Language language) {
        return in(client.description().name(), language).orElse(client.id());
    }

    static Optional<String> in(Localized text, Language language) {
        return text.in(Locale.forLanguageTag(language.tag()));
    }

    /** The host that the person is sent to afterwards; for a custom scheme, the scheme. */
    String destination() {
        URI uri = URI.create(pending.redirectUri());
        return uri.getHost() == null ? uri.getScheme() : uri.getHost();
    }

    /**
     * Whether a person who is already signed in is certainly sufficient. Otherwise the person signs in again, and the
     * provider decides.
     */
    boolean takesAnybody() {
        return pending.prompts().isEmpty() && pending.maxAge() == null && pending.acrValues().isEmpty()
                && pending.hintedSubject() == null && pending.claims() == null
                && client.rules().defaultMaxAge() == null && client.rules().defaultAcrValues().isEmpty();
    }
}
