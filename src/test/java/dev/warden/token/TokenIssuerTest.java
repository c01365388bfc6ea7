package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.database.Engine;
import dev.warden.session.Session;

@DisplayName("Issuing tokens (RFC 7519 §4.1)")
class TokenIssuerTest {

    private static final Identity BOB = new Identity("bob-id", "bob", "bob@test.example", "role");

    private final MutableClock clock = new MutableClock();
    private final Session session = new Session("session-1", BOB.id(), "users", "refresh-1", MutableClock.START,
            MutableClock.START.plus(Duration.ofDays(7)));
    private Node node;

    @BeforeEach
    void start() throws SQLException {
        node = Node.on(Engine.H2.emptyStore(), clock);
    }

    @Test
    void the_header_says_type_algorithm_and_key_and_nothing_else() {
        JsonObject header = part(node.issue(session, BOB).access(), 0);

        assertEquals(Set.of("typ", "alg", "kid"), header.keySet());
        assertEquals("JWT", header.getString("typ"));
        assertEquals("HS256", header.getString("alg"));
        assertEquals(node.keys.signing(node.users).id(), header.getString("kid"));
    }

    @Test
    void an_access_token_says_whose_it_is_and_for_whom_in_whole_seconds() {
        IssuedToken access = node.issue(session, BOB).access();
        JsonObject claims = part(access, 1);

        assertEquals(Set.of("iss", "sub", "aud", "iat", "exp", "jti", "sid", "token_use", "email", "username"),
                claims.keySet());
        assertEquals("http://localhost:8080", claims.getString("iss"));
        assertEquals("bob-id", claims.getString("sub"));
        assertEquals("users", claims.getString("aud"));
        assertEquals("session-1", claims.getString("sid"));
        assertEquals("access", claims.getString("token_use"));
        assertEquals(access.id(), claims.getString("jti"));
        assertEquals(Instant.parse("2026-01-31T08:20:45Z"), access.issuedAt());
        assertEquals(access.issuedAt().getEpochSecond(), claims.getJsonNumber("iat").longValueExact());
        assertEquals(Instant.parse("2026-01-31T09:00:45Z"), access.expiresAt());
        assertEquals(access.expiresAt().getEpochSecond(), claims.getJsonNumber("exp").longValueExact());
    }

    @Test
    void its_claims_have_one_order() {
        String payload = node.issue(session, BOB).refresh().jwt().split("\\.")[1];

        assertEquals("""
                {"iss":"http://localhost:8080","sub":"bob-id","aud":"users","iat":1769847645,"exp":1770452445,\
                "jti":"refresh-1","sid":"session-1","token_use":"refresh","email":"bob@test.example",\
                "username":"bob"}""", new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }

    @Test
    void a_refresh_token_is_the_sessions() {
        IssuedToken refresh = node.issue(session, BOB).refresh();
        JsonObject claims = part(refresh, 1);

        assertEquals("refresh", claims.getString("token_use"));
        assertEquals("refresh-1", claims.getString("jti"));
        assertEquals(Instant.parse("2026-02-07T08:20:45Z").getEpochSecond(),
                claims.getJsonNumber("exp").longValueExact());
    }

    @Test
    void asked_again_later_the_refresh_token_is_the_same_to_the_letter_and_the_access_token_is_new() {
        IssuedTokens first = node.issue(session, BOB);
        clock.advance(Duration.ofMillis(8_765));
        IssuedTokens again = node.issue(session, BOB);

        assertEquals(first.refresh().jwt(), again.refresh().jwt());
        assertNotEquals(first.access().id(), again.access().id());
    }

    @Test
    void an_issued_token_does_not_print() {
        IssuedTokens tokens = node.issue(session, BOB);

        assertFalse(tokens.toString().contains(tokens.refresh().jwt().substring(0, 20)));
        assertEquals("IssuedToken[refresh-1]", tokens.refresh().toString());
    }

    private static JsonObject part(IssuedToken token, int part) {
        String json = new String(Base64.getUrlDecoder().decode(token.jwt().split("\\.")[part]), StandardCharsets.UTF_8);
        return Json.createReader(new StringReader(json)).readObject();
    }
}
