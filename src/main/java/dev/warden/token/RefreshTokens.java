package dev.warden.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.platform.DatabaseReady;
import dev.warden.platform.HmacSha256;
import dev.warden.session.Session;
import dev.warden.session.SessionSettings;

/**
 * Refresh tokens of OAuth clients: the ids of session and token, and an HMAC over both and the client's id. They say
 * nothing about the person, are useless to other clients, and are not stored: the same token can be created again from
 * the session.
 */
@ApplicationScoped
public class RefreshTokens {

    private static final int UUID_OCTETS = 16;
    private static final int MAC_OCTETS = 32;
    private static final int OCTETS = 2 * UUID_OCTETS + MAC_OCTETS;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{86}");

    private final SigningKeys keys;
    private final KeySeries series;

    @Inject
    public RefreshTokens(SigningKeys keys, SessionSettings sessions) {
        this.keys = keys;
        this.series = new Series(sessions.maxLifetime());
    }

    protected RefreshTokens() {
        this.keys = null;
        this.series = null;
    }

    private record Series(Duration longestLifetime) implements KeySeries {
        @Override
        public String name() {
            return "oidc-refresh";
        }

        @Override
        public SigningAlgorithm algorithm() {
            return SigningAlgorithm.HS256;
        }
    }

    /** The ids in a refresh token. */
    public record Named(String sessionId, String tokenId) {
    }

    void start(@Observes DatabaseReady ready) {
        prepare();
    }

    /** Creates the first key if there is none. Called once at start. */
    public void prepare() {
        keys.prepare(series);
    }

    /** The current refresh token of a client's session: always the same as long as the key is. */
    public String of(Session session, String clientId) {
        byte[] ids = ByteBuffer.allocate(2 * UUID_OCTETS).put(octets(session.id()))
                .put(octets(session.refreshTokenId())).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ByteBuffer.allocate(OCTETS).put(ids)
                .put(mac(keys.signing(series).signing(), ids, clientId)).array());
    }

    /** The ids in a token; empty if it is not one that this client was given. */
    public Optional<Named> read(String token, String clientId) {
        if (token == null || !FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        ByteBuffer octets = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
        byte[] ids = new byte[2 * UUID_OCTETS];
        byte[] mac = new byte[MAC_OCTETS];
        octets.get(ids).get(mac);
        boolean isOurs = keys.ring(series).keys().stream()
                .anyMatch(key -> MessageDigest.isEqual(mac(key.verifying(), ids, clientId), mac));
        ByteBuffer named = ByteBuffer.wrap(ids);
        return isOurs ? Optional.of(new Named(uuid(named), uuid(named))) : Optional.empty();
    }

    private static byte[] mac(Key key, byte[] ids, String clientId) {
        return HmacSha256.of(key, ids, clientId.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] octets(String uuid) {
        UUID value = UUID.fromString(uuid);
        return ByteBuffer.allocate(UUID_OCTETS).putLong(value.getMostSignificantBits())
                .putLong(value.getLeastSignificantBits()).array();
    }

    private static String uuid(ByteBuffer octets) {
        return new UUID(octets.getLong(), octets.getLong()).toString();
    }
}
