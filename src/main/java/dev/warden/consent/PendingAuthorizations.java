package dev.warden.consent;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingAuthorization.Steps;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.MasterKey;
import dev.warden.session.BrowserSession;

/**
 * Carries authorization requests that wait for a person without storing them: they are sealed under the master key and
 * travel in the parameter {@code request} of our own pages. So strangers cannot fill a table, and any node can continue
 * with them.
 */
@ApplicationScoped
public class PendingAuthorizations {

    /** How long a person may take. */
    public static final Duration LIFETIME = Duration.ofMinutes(30);

    private static final String PLACE = "pending-authorization";
    /** A length that every server accepts in a URL (RFC 9110 §4.1 recommends 8000 octets). */
    private static final int MAX_LENGTH = 6000;
    private static final int LEAST_OCTETS = 30;
    private static final int MAX_OCTETS = 64 * 1024;

    private final MasterKey masterKey;
    private final Clock clock;

    @Inject
    public PendingAuthorizations(MasterKey masterKey, Clock clock) {
        this.masterKey = masterKey;
        this.clock = clock;
    }

    protected PendingAuthorizations() {
        this(null, null);
    }

    /** The sealed form of a request. */
    public String seal(PendingAuthorization pending) {
        return sealed(PLACE, PendingJson.write(pending));
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
        return opened(PLACE, text).map(PendingJson::read)
                .filter(pending -> now.isBefore(pending.requestedAt().plus(LIFETIME)));
    }

    /**
     * Seals other parts of a request that must travel.
     *
     * @param place what it is; it cannot be opened as anything else
     */
    public String sealed(String place, String text) {
        return masterKey.seal(deflated(text.getBytes(StandardCharsets.UTF_8)), place)
                .replace('+', '-').replace('/', '_').replace("=", "");
    }

    /** Opens what was sealed; empty if it is not one of ours, or was sealed for another place. */
    public Optional<String> opened(String place, String text) {
        if (text == null || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] octets = Base64.getUrlDecoder().decode(text);
            return octets.length < LEAST_OCTETS ? Optional.empty()
                    : Optional.of(inflated(masterKey.open(Base64.getEncoder().encodeToString(octets), place)));
        } catch (IllegalArgumentException | InvalidSetting | DataFormatException notOfOurs) {
            return Optional.empty();
        }
    }

    private static byte[] deflated(byte[] octets) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(octets);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
            byte[] buffer = new byte[1024];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static String inflated(byte[] octets) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(octets);
            byte[] out = new byte[MAX_OCTETS];
            int length = inflater.inflate(out);
            return new String(out, 0, length, StandardCharsets.UTF_8);
        } finally {
            inflater.end();
        }
    }
}
