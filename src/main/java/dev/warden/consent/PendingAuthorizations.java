package dev.warden.consent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingAuthorization.Steps;
import dev.warden.platform.SealedText;
import dev.warden.session.BrowserSession;

/**
 * Carries authorization requests that wait for a person without storing them: they travel, as {@link SealedText}, in
 * the parameter {@code request} of our own pages.
 */
@ApplicationScoped
public class PendingAuthorizations {

    /** How long a person may take. */
    public static final Duration LIFETIME = Duration.ofMinutes(30);

    private static final String PLACE = "pending-authorization";

    private final SealedText sealedText;
    private final Clock clock;

    @Inject
    public PendingAuthorizations(SealedText sealedText, Clock clock) {
        this.sealedText = sealedText;
        this.clock = clock;
    }

    protected PendingAuthorizations() {
        this(null, null);
    }

    /** The sealed form of a request. */
    public String seal(PendingAuthorization pending) {
        return sealedText.seal(PLACE, ConsentJson.write(pending));
    }

    /** The sealed form of a request for which a person has just signed in, with a session that is new or renewed. */
    public String sealSignedIn(PendingAuthorization pending, BrowserSession session) {
        return seal(pending.after(new Steps(session.id(), pending.steps().agreedBy(), pending.steps().refusedBy())));
    }

    /** The sealed form of a request that the person in a session agreed to. */
    public String sealAgreed(PendingAuthorization pending, BrowserSession session) {
        return seal(pending.after(new Steps(pending.steps().signedInBy(), session.id(), null)));
    }

    /** The sealed form of a request that the person in a session refused; it leads to no code. */
    public String sealRefused(PendingAuthorization pending, BrowserSession session) {
        return seal(pending.after(new Steps(pending.steps().signedInBy(), null, session.id())));
    }

    /** Opens a sealed request; empty if it is not one of ours, or older than {@link #LIFETIME}. */
    public Optional<PendingAuthorization> open(String text) {
        Instant now = clock.instant();
        return sealedText.open(PLACE, text).map(ConsentJson::read)
                .filter(pending -> now.isBefore(pending.requestedAt().plus(LIFETIME)));
    }
}
