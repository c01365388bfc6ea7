package dev.warden.token;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

import dev.warden.platform.Database;
import dev.warden.platform.MasterKey;

/**
 * A stored key of a {@link KeySeries}, sealed under the master key.
 *
 * @param id         header {@code kid} of the tokens it signed
 * @param generation numbers the keys of a series from 1; a unique index on it lets one of several nodes create the next
 *                   key
 * @param goneAt     null until it is replaced or revoked; from then on, when it is good for nothing any more
 */
record SigningKey(String id, String series, int generation, SigningAlgorithm algorithm, String sealedJwk,
        Instant signsFrom, Instant goneAt) {

    /** A new key, not stored yet. */
    static SigningKey made(KeySeries series, int generation, Instant signsFrom, MasterKey masterKey) {
        String id = UUID.randomUUID().toString();
        return new SigningKey(id, series.name(), generation, series.algorithm(),
                masterKey.seal(newJwk(series.algorithm()).getBytes(StandardCharsets.UTF_8),
                        place(id, series.name(), series.algorithm())), signsFrom, null);
    }

    static SigningKey in(ResultSet row) throws SQLException {
        return new SigningKey(row.getString("id"), row.getString("profile"), row.getInt("generation"),
                SigningAlgorithm.of(row.getString("algorithm")), row.getString("sealed_jwk"),
                Database.instant(row, "signs_from"), Database.instant(row, "gone_at"));
    }

    /** The place that it is sealed for: it cannot be opened as anything else. */
    private static String place(String id, String series, SigningAlgorithm algorithm) {
        return "signing-key/" + series + "/" + algorithm.identifier() + "/" + id;
    }

    String place() {
        return place(id, series, algorithm);
    }

    /** @throws dev.warden.platform.InvalidSetting as {@link MasterKey#open} */
    KeyRing.OpenKey open(MasterKey masterKey) {
        String json = new String(masterKey.open(sealedJwk, place()), StandardCharsets.UTF_8);
        try {
            JsonWebKey jwk = JsonWebKey.Factory.newJwk(json);
            boolean isPair = jwk instanceof PublicJsonWebKey;
            Key signing = isPair ? ((PublicJsonWebKey) jwk).getPrivateKey() : jwk.getKey();
            return new KeyRing.OpenKey(id, generation, algorithm, SignatureEngines.adopted(algorithm, signing),
                    SignatureEngines.adopted(algorithm, jwk.getKey()), signsFrom, isRetired(),
                    isPair ? Optional.of(published(jwk)) : Optional.empty());
        } catch (JoseException e) {
            throw new IllegalStateException("A stored key is not a JWK: " + id, e);
        }
    }

    /** RFC 7517 §4: its purpose and its only algorithm. */
    private String published(JsonWebKey jwk) {
        jwk.setKeyId(id);
        jwk.setUse(Use.SIGNATURE);
        jwk.setAlgorithm(algorithm.identifier());
        return jwk.toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    private static String newJwk(SigningAlgorithm algorithm) {
        try {
            return algorithm.newKey().toJson(OutputControlLevel.INCLUDE_PRIVATE);
        } catch (JoseException e) {
            throw new IllegalStateException("No key could be made for " + algorithm, e);
        }
    }

    /** Whether it ever had a successor. */
    boolean isRetired() {
        return goneAt != null;
    }

    boolean isGone(Instant now) {
        return goneAt != null && !now.isBefore(goneAt);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
