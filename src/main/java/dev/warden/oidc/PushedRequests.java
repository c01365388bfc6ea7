package dev.warden.oidc;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.net.URLEncoder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingAuthorizations;
import dev.warden.security.Form;

/**
 * Authorization requests that clients pushed (RFC 9126). As those that wait for a person they are no rows: the
 * {@code request_uri} is the request itself, sealed, so that only this provider could have made it (§7.1).
 */
@ApplicationScoped
class PushedRequests {

    static final String URN = "urn:ietf:params:oauth:request_uri:";

    private static final String PLACE = "pushed-request";
    private static final String AT = "pushed_at";

    private final PendingAuthorizations pending;
    private final OidcSettings settings;
    private final Clock clock;

    @Inject
    PushedRequests(PendingAuthorizations pending, OidcSettings settings, Clock clock) {
        this.pending = pending;
        this.settings = settings;
        this.clock = clock;
    }

    protected PushedRequests() {
        this(null, null, null);
    }

    /** The {@code request_uri} of a request. */
    String push(AuthorizationParameters parameters) {
        String form = parameters.overriddenBy(Map.of(AT, java.util.List.of(Long.toString(clock.millis())))).values()
                .entrySet()
                .stream().flatMap(entry -> entry.getValue().stream().map(value -> encoded(entry.getKey()) + '='
                + encoded(value)))
                .collect(Collectors.joining("&"));
        return URN + pending.sealed(PLACE, form);
    }

    /** The request that a client pushed; empty if it is not one of this client, or too old (RFC 9126 §4). */
    Optional<AuthorizationParameters> open(String requestUri, String clientId) {
        Instant now = clock.instant();
        return pending.opened(PLACE, requestUri.substring(URN.length()))
                .map(form -> AuthorizationParameters.of(Form.parse(form, Set.of("resource"))))
                .filter(parameters -> parameters.value("client_id").filter(clientId::equals).isPresent())
                .filter(parameters -> now.isBefore(Instant.ofEpochMilli(Long.parseLong(parameters.value(AT)
                .orElseThrow()))
                        .plus(settings.pushedLifetime())))
                .map(parameters -> parameters.without(AT));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
