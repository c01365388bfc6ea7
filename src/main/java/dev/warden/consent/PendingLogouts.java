package dev.warden.consent;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import dev.warden.platform.JsonText;
import dev.warden.platform.SealedText;

/**
 * Carries sign-outs that wait, as {@link PendingAuthorizations} carries requests: as {@link SealedText} in the address
 * of one of our pages.
 */
@ApplicationScoped
public class PendingLogouts {

    private static final String PLACE = "pending-logout";

    private final SealedText sealedText;
    private final Clock clock;

    @Inject
    public PendingLogouts(SealedText sealedText, Clock clock) {
        this.sealedText = sealedText;
        this.clock = clock;
    }

    protected PendingLogouts() {
        this(null, null);
    }

    /** A sign-out that only the person asked for. */
    public PendingLogout plain() {
        return new PendingLogout(null, null, null, List.of(), false, null, clock.instant());
    }

    public String seal(PendingLogout pending) {
        JsonObjectBuilder json = ConsentJson.builder().add("at", pending.requestedAt().toEpochMilli())
                .add("ended", pending.isEnded());
        ConsentJson.add(json, "client_id", pending.clientId());
        ConsentJson.add(json, "redirect_uri", pending.redirectUri());
        ConsentJson.add(json, "state", pending.state());
        ConsentJson.add(json, "ui_locales", pending.uiLocales());
        ConsentJson.add(json, "ended_session", pending.endedSession());
        return sealedText.seal(PLACE, json.build().toString());
    }

    /** Opens a sealed sign-out; empty if it is not one of ours, or older than half an hour. */
    public Optional<PendingLogout> open(String text) {
        Instant now = clock.instant();
        return sealedText.open(PLACE, text).map(JsonText::object).map(PendingLogouts::read)
                .filter(pending -> now.isBefore(pending.requestedAt().plus(PendingAuthorizations.LIFETIME)));
    }

    private static PendingLogout read(JsonObject json) {
        return new PendingLogout(ConsentJson.text(json, "client_id"), ConsentJson.text(json, "redirect_uri"),
                ConsentJson.text(json, "state"), ConsentJson.texts(json, "ui_locales"), json.getBoolean("ended"),
                ConsentJson.text(json, "ended_session"),
                Instant.ofEpochMilli(json.getJsonNumber("at").longValueExact()));
    }
}
