package dev.warden.oidc;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingAuthorizations;
import dev.warden.platform.InvalidValue;
import dev.warden.platform.SealedText;
import dev.warden.security.Form;

/**
 * Pushed authorization requests (RFC 9126). Like requests that wait for a person they are not stored: the
 * {@code request_uri} contains the sealed request, so that only this provider can have created it (§7.1). A request is
 * used up when it is answered with a code, which leaves a row; until then a person may reload the page.
 */
@ApplicationScoped
class PushedRequests {

    static final String URN = "urn:ietf:params:oauth:request_uri:";

    private static final String PLACE = "pushed-request";
    private static final String AT = "pushed_at";
    private static final String ID = "pushed_id";

    private final SealedText sealedText;
    private final SingleUse singleUse;
    private final OidcSettings settings;
    private final Clock clock;

    @Inject
    PushedRequests(SealedText sealedText, SingleUse singleUse, OidcSettings settings, Clock clock) {
        this.sealedText = sealedText;
        this.singleUse = singleUse;
        this.settings = settings;
        this.clock = clock;
    }

    protected PushedRequests() {
        this(null, null, null, null);
    }

    /**
     * A request that a client pushed.
     *
     * @param id makes sure that it is used once
     */
    record Pushed(String id, AuthorizationParameters parameters) {
    }

    /**
     * The {@code request_uri} of a request.
     *
     * @throws ProtocolError if it would be too long to be opened
     */
    String push(AuthorizationParameters parameters) {
        Map<String, List<String>> marks = Map.of(AT, List.of(Long.toString(clock.millis())),
                ID, List.of(UUID.randomUUID().toString()));
        String form = parameters.overriddenBy(marks).values().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(value -> encoded(entry.getKey()) + '=' + encoded(value)))
                .collect(Collectors.joining("&"));
        try {
            return URN + sealedText.seal(PLACE, form);
        } catch (InvalidValue tooLarge) {
            throw ProtocolError.invalidRequest("The request is too large.");
        }
    }

    /** Opens a pushed request; empty if it is not one of this client, too old, or used (RFC 9126 §4). */
    Optional<Pushed> open(String requestUri, String clientId) {
        Instant now = clock.instant();
        return sealedText.open(PLACE, requestUri.substring(URN.length()))
                .map(form -> AuthorizationParameters.of(Form.parse(form, Set.of("resource"))))
                .filter(parameters -> parameters.value("client_id").filter(clientId::equals).isPresent())
                .filter(parameters -> now.isBefore(pushedAt(parameters).plus(settings.pushedLifetime())))
                .map(parameters -> new Pushed(parameters.value(ID).orElseThrow(), parameters.without(AT, ID)))
                .filter(pushed -> !singleUse.isUsed(clientId, pushed.id));
    }

    /**
     * Uses up a request.
     *
     * @return whether it had not been used before
     */
    boolean use(String clientId, String id) {
        return singleUse.use(clientId, id, clock.instant().plus(settings.pushedLifetime())
                .plus(PendingAuthorizations.LIFETIME));
    }

    private static Instant pushedAt(AuthorizationParameters parameters) {
        return Instant.ofEpochMilli(Long.parseLong(parameters.value(AT).orElseThrow()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
