package dev.warden.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.platform.JsonText;

@DisplayName("Client secrets")
class ClientSecretsTest {

    private final MutableClock clock = new MutableClock();
    private final ClientSecrets secrets;

    ClientSecretsTest() throws SQLException {
        secrets = Node.on(Engine.H2.emptyStore(), clock).clientSecrets;
    }

    @Test
    void one_that_was_made_has_256_random_bits_and_is_kept_as_a_digest() {
        ClientSecrets.Made made = secrets.make("c", AuthenticationMethod.CLIENT_SECRET_BASIC, null);
        assertEquals(43, made.value().length());
        assertTrue(made.stored().hash().matches("sha-256\\$[A-Za-z0-9_-]{43}"));
        assertNull(made.stored().sealed());
        assertNotEquals(made.value(), secrets.make("c", AuthenticationMethod.CLIENT_SECRET_BASIC, null).value());

        assertTrue(secrets.matches(client(made.stored()), made.value()));
        assertFalse(secrets.matches(client(made.stored()), made.value() + "x"));
        assertFalse(secrets.matches(client(made.stored()), made.stored().hash()));
        assertFalse(secrets.matches(client(made.stored()), ""));
        assertFalse(secrets.matches(client(made.stored()), null));
        assertFalse(made.toString().contains(made.value()));
    }

    @Test
    void one_that_was_chosen_is_hashed_as_a_password_and_known_again() {
        ClientSecret chosen = secrets.chosen("c", AuthenticationMethod.CLIENT_SECRET_BASIC, "s3cret");
        assertTrue(chosen.hash().startsWith("$argon2id$"));

        for (int i = 0; i < 3; i++) {
            assertTrue(secrets.matches(client(chosen), "s3cret"));
            assertFalse(secrets.matches(client(chosen), "S3cret"));
        }

        ClientSecret changed = secrets.chosen("c", AuthenticationMethod.CLIENT_SECRET_BASIC, "other");
        assertFalse(secrets.matches(client(changed), "s3cret"));
        assertTrue(secrets.matches(client(changed), "other"));
    }

    @Test
    void what_is_longer_than_any_secret_is_refused_before_it_is_hashed() {
        ClientSecret chosen = secrets.chosen("c", AuthenticationMethod.CLIENT_SECRET_BASIC, "x".repeat(513));
        assertFalse(secrets.matches(client(chosen), "x".repeat(513)));
    }

    @Test
    void one_that_is_expired_matches_nothing_from_its_very_instant() {
        ClientSecrets.Made made = secrets.make("c", AuthenticationMethod.CLIENT_SECRET_JWT,
                clock.instant().plus(Duration.ofHours(1)));
        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertTrue(secrets.matches(client(made.stored()), made.value()));

        clock.advance(Duration.ofMillis(1));
        assertFalse(secrets.matches(client(made.stored()), made.value()));
        assertTrue(secrets.shared(client(made.stored())).isEmpty());
    }

    @Test
    void one_that_signs_is_sealed_for_its_client() {
        ClientSecrets.Made made = secrets.make("c", AuthenticationMethod.CLIENT_SECRET_JWT, null);
        assertEquals(made.value(), new String(secrets.shared(client(made.stored())).orElseThrow(),
                StandardCharsets.UTF_8));
        assertFalse(made.stored().sealed().contains(made.value()));

        ClientSecret ofAnother = secrets.make("d", AuthenticationMethod.CLIENT_SECRET_JWT, null).stored();
        assertThrows(RuntimeException.class, () -> secrets.shared(client(ofAnother)));
        assertTrue(secrets.shared(client(null)).isEmpty());
    }

    @Test
    void a_client_without_one_matches_nothing() {
        assertFalse(secrets.matches(client(null), ""));
    }

    @Test
    void a_registration_token_is_known_by_its_digest() {
        String token = secrets.makeRegistrationToken();
        RegisteredClient client = client(null).withRegistrationToken(secrets.digest(token));

        assertTrue(secrets.matchesRegistrationToken(client, token));
        assertFalse(secrets.matchesRegistrationToken(client, secrets.makeRegistrationToken()));
        assertFalse(secrets.matchesRegistrationToken(client(null), token));
    }

    private RegisteredClient client(ClientSecret secret) {
        return ClientMetadata.read("c", Origin.DECLARED, clock.instant(), JsonText.object("""
                {"client_kind": "service"}""")).with(secret);
    }
}
