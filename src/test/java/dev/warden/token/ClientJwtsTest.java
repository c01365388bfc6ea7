package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpServer;

import jakarta.json.Json;

import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.client.AuthenticationMethod;
import dev.warden.client.ClientMetadata;
import dev.warden.client.ClientSecret;
import dev.warden.client.ClientSecrets;
import dev.warden.client.Origin;
import dev.warden.client.RegisteredClient;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.database.Together;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.JsonText;

@OnEveryDatabase
@DisplayName("What clients sign, with keys that they publish (OpenID Connect Core §10.1)")
class ClientJwtsTest {

    private static final Set<String> ES256 = Set.of("ES256");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Node node;
    private final MutableClock clock = new MutableClock();
    private final AtomicReference<String> published = new AtomicReference<>("{\"keys\":[]}");
    private final AtomicInteger calls = new AtomicInteger();
    private volatile int status = 200;
    private volatile long delayMillis;
    /** As {@link System#nanoTime}, which may have any value. */
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 7);
    private HttpServer server;
    private RegisteredClient client;
    private ClientJwts jwts;

    ClientJwtsTest(Engine engine) throws SQLException {
        Store store = engine.emptyStore();
        node = Node.on(store, clock, Map.of("warden.outbound.allowed-networks", "127.0.0.1"));
    }

    @BeforeEach
    void publish() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            pause(delayMillis);
            byte[] body = published.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        String uri = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
        client = ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add("https://shop.example/"))
                .add("token_endpoint_auth_method", "private_key_jwt").add("jwks_uri", uri).build());
        jwts = new ClientJwts(new ClientKeys(node.http, nanoTime::get), node.clientSecrets);
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void keys_are_fetched_once_and_kept() throws JoseException {
        EllipticCurveJsonWebKey key = newKey("first");
        published.set(set(key));
        for (int i = 0; i < 5; i++) {
            assertTrue(jwts.verify(signed(key), client, ES256).isPresent());
        }
        assertEquals(1, calls.get());
    }

    @Test
    void of_many_who_need_the_same_keys_at_once_one_fetches_them_for_all() throws JoseException {
        EllipticCurveJsonWebKey key = newKey("first");
        published.set(set(key));
        String token = signed(key);

        List<Boolean> verified = Together.race(12, i -> jwts.verify(token, client, ES256).isPresent());

        assertEquals(Set.of(true), Set.copyOf(verified));
        assertEquals(1, calls.get());
    }

    @Test
    void a_key_that_is_new_is_fetched_and_one_that_is_not_there_is_not_asked_for_again_and_again()
            throws JoseException {
        EllipticCurveJsonWebKey first = newKey("first");
        EllipticCurveJsonWebKey second = newKey("second");
        published.set(set(first));
        assertTrue(jwts.verify(signed(first), client, ES256).isPresent());
        published.set(set(second));
        nanoTime.addAndGet(SECOND);
        assertUnavailable(second, "within the same second, and it is published");
        nanoTime.incrementAndGet();

        assertTrue(jwts.verify(signed(second), client, ES256).isPresent());
        for (int i = 0; i < 20; i++) {
            assertUnavailable(newKey("nobody's"), "it may have been published since");
        }
        assertEquals(2, calls.get());
        nanoTime.addAndGet(SECOND + 1);
        assertFalse(jwts.verify(signed(first), client, ES256).isPresent(), "it is published no more");
        assertEquals(3, calls.get());
    }

    private void assertUnavailable(EllipticCurveJsonWebKey key, String why) throws JoseException {
        String token = signed(key);
        assertThrows(KeysUnavailable.class, () -> jwts.verify(token, client, ES256), why);
    }

    @Test
    void whoever_waited_for_keys_knows_that_one_is_not_there() throws JoseException {
        published.set(set(newKey("first")));
        String token = signed(newKey("nobody's"));
        delayMillis = 700;

        List<Boolean> verified = Together.race(12, i -> jwts.verify(token, client, ES256).isPresent());

        assertEquals(Set.of(false), Set.copyOf(verified));
        assertEquals(1, calls.get());
    }

    @Test
    void keys_that_cannot_be_had_any_more_stay_good() throws JoseException {
        EllipticCurveJsonWebKey key = newKey("first");
        published.set(set(key));
        assertTrue(jwts.verify(signed(key), client, ES256).isPresent());
        published.set("not a key set");
        nanoTime.addAndGet(SECOND + 1);
        String other = signed(newKey("other"));
        assertThrows(KeysUnavailable.class, () -> jwts.verify(other, client, ES256), "who knows whether it is there");
        assertTrue(jwts.verify(signed(key), client, ES256).isPresent());
    }

    @Test
    void of_more_than_may_wait_for_the_same_keys_nobody_is_taken_for_somebody_else() throws JoseException {
        EllipticCurveJsonWebKey key = newKey("first");
        published.set(set(key));
        String token = signed(key);
        delayMillis = 700;

        List<String> outcomes = Together.race(30, i -> {
            try {
                return jwts.verify(token, client, ES256).isPresent() ? "verified" : "refused";
            } catch (KeysUnavailable e) {
                return "unavailable";
            }
        });

        assertEquals(0, Collections.frequency(outcomes, "refused"), outcomes::toString);
        assertTrue(Collections.frequency(outcomes, "verified") >= 17, outcomes::toString);
        assertEquals(1, calls.get());
        assertTrue(jwts.verify(token, client, ES256).isPresent());
    }

    @Test
    void keys_that_cannot_be_had_are_asked_for_once_a_second_and_nobody_is_refused_meanwhile()
            throws JoseException {
        EllipticCurveJsonWebKey key = newKey("first");
        published.set(set(key));
        String token = signed(key);
        status = 503;
        for (int i = 0; i < 20; i++) {
            assertThrows(KeysUnavailable.class, () -> jwts.verify(token, client, ES256));
        }
        assertEquals(1, calls.get());
        status = 200;
        nanoTime.addAndGet(SECOND + 1);

        assertTrue(jwts.verify(token, client, ES256).isPresent());
    }

    @Test
    @DisplayName("RFC 8725 §3.1: no algorithm but those that are allowed")
    void other_algorithms() throws JoseException {
        EllipticCurveJsonWebKey key = newKey("first");
        published.set(set(key));
        assertFalse(jwts.verify(signed(key), client, Set.of("RS256")).isPresent());
        assertFalse(jwts.verify(signed(key), client, Set.of()).isPresent());
        assertFalse(jwts.verify(signed(key), client, Set.of("none")).isPresent());
        assertEquals(0, calls.get(), "and nobody is called for them");
    }

    @Test
    @DisplayName("RFC 7517 §4.4: a key that says its algorithm verifies no other")
    void a_key_for_one_algorithm() throws JoseException {
        RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        for (String id : new String[] {null, "rsa"}) {
            key.setKeyId(id);
            for (String algorithm : List.of("RS256", "PS256")) {
                key.setAlgorithm(algorithm);
                published.set(set(key));
                nanoTime.addAndGet(TimeUnit.MINUTES.toNanos(6));
                for (String signed : List.of("RS256", "PS256")) {
                    assertEquals(signed.equals(algorithm), jwts.verify(signed(key, signed), client,
                            Set.of("RS256", "PS256")).isPresent(), signed + " by a key for " + algorithm);
                }
            }
        }
    }

    @Test
    void keys_that_take_long_to_compute_with_and_more_than_may_be_registered_are_left_out() throws JoseException {
        EllipticCurveJsonWebKey key = newKey("first");
        String huge = Base64.getUrlEncoder().withoutPadding()
                .encodeToString(BigInteger.ONE.shiftLeft(8192).add(BigInteger.ONE)
                .toByteArray());
        String tooLong = Base64.getUrlEncoder().withoutPadding().encodeToString(
                BigInteger.ONE.shiftLeft(2047).add(BigInteger.ONE).toByteArray());
        String ours = key.toJson(OutputControlLevel.PUBLIC_ONLY);
        for (String rsa : new String[] {"{\"kty\":\"RSA\",\"n\":\"" + huge + "\",\"e\":\"AQAB\"}",
            "{\"kty\":\"RSA\",\"n\":\"" + tooLong + "\",\"e\":\"" + tooLong + "\"}"}) {
            ClientKeys keys = new ClientKeys(node.http);
            published.set("{\"keys\":[" + rsa + "," + ours + "]}");
            assertEquals(List.of(ours), texts(keys.of(client, null)));
        }
        published.set("{\"keys\":[" + String.join(",", Collections.nCopies(30, ours)) + "]}");
        assertEquals(20, new ClientKeys(node.http).of(client, null).size());
    }

    @Test
    void of_a_key_only_what_verifies_is_kept() throws JoseException {
        for (PublicJsonWebKey key : List.of(newKey("a"), OkpJwkGenerator.generateJwk("Ed25519"),
                RsaJwkGenerator.generateJwk(2048))) {
            key.setKeyId("first");
            key.setAlgorithm("ours");
            String used = key.toJson(OutputControlLevel.PUBLIC_ONLY);
            key.setUse("sig");
            key.setKeyOps(List.of("verify"));
            IntStream.range(0, 1000).forEach(i -> key.setOtherParameter("unused" + i, Map.of()));
            String set = "{\"keys\":[" + key.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}";
            RegisteredClient registered = registered(Origin.REGISTERED, set);
            published.set(set);

            assertEquals(List.of(used), texts(new ClientKeys(node.http).of(registered, null)), "registered");
            assertEquals(List.of(used), texts(new ClientKeys(node.http).of(client, null)), "fetched");
        }
    }

    @Test
    void keys_that_are_for_something_else_are_left_out() throws JoseException {
        EllipticCurveJsonWebKey encrypting = newKey("first");
        encrypting.setUse("enc");
        EllipticCurveJsonWebKey signing = newKey("first");
        signing.setKeyOps(List.of("sign"));
        for (EllipticCurveJsonWebKey key : List.of(encrypting, signing)) {
            assertEquals(List.of(), new ClientKeys(node.http).of(registered(Origin.DECLARED, set(key)), null));
        }
    }

    @Test
    void strangers_do_not_displace_the_keys_of_the_operators_clients() throws JoseException {
        ClientKeys keys = new ClientKeys(node.http);
        RegisteredClient declared = registered(Origin.DECLARED, set(newKey("first")));
        RegisteredClient stranger = registered(Origin.REGISTERED, set(newKey("first")));
        List<JsonWebKey> ofDeclared = keys.of(declared, null);
        List<JsonWebKey> ofStranger = keys.of(stranger, null);
        assertSame(ofStranger, keys.of(stranger, null));
        String longest = "x".repeat(60_000);
        for (int i = 0; i < 80; i++) {
            keys.of(registered(Origin.REGISTERED, set(newKey(longest))), null);
        }

        assertSame(ofDeclared, keys.of(declared, null));
        assertNotSame(ofStranger, keys.of(stranger, null), "4 MB are full");
    }

    private RegisteredClient registered(Origin origin, String jwks) {
        return ClientMetadata.read("shop", origin, clock.instant(), JsonText.object("""
                {"redirect_uris": ["https://shop.example/"], "token_endpoint_auth_method": "private_key_jwt",
                 "jwks": %s}""".formatted(jwks)));
    }

    private static List<String> texts(List<JsonWebKey> keys) {
        return keys.stream().map(each -> each.toJson(OutputControlLevel.PUBLIC_ONLY)).toList();
    }

    @Test
    void a_secret_that_is_expired_verifies_nothing_and_one_that_cannot_be_opened_is_a_fault() throws JoseException {
        ClientSecrets.Made secret = node.clientSecrets.make("shop", AuthenticationMethod.CLIENT_SECRET_JWT,
                clock.instant().plus(Duration.ofHours(1)));
        RegisteredClient sharing = ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), JsonText.object("""
                {"redirect_uris": ["https://shop.example/"], "token_endpoint_auth_method": "client_secret_jwt"}"""));
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue("HS256");
        jws.setKey(new HmacKey(secret.value().getBytes(StandardCharsets.UTF_8)));
        jws.setPayload("{}");
        String token = jws.getCompactSerialization();
        Set<String> hs256 = Set.of("HS256");
        assertTrue(jwts.verify(token, sharing.with(secret.stored()), hs256).isPresent());
        assertFalse(jwts.verify(token, sharing, hs256).isPresent(), "it has none");
        assertFalse(jwts.verify(token, client.with(secret.stored()), hs256).isPresent(), "it shares none");
        ClientSecret ofAnother = node.clientSecrets.make("other", AuthenticationMethod.CLIENT_SECRET_JWT, null)
                .stored();
        assertThrows(InvalidSetting.class, () -> jwts.verify(token, sharing.with(ofAnother), hs256));

        clock.advance(Duration.ofHours(1));
        assertFalse(jwts.verify(token, sharing.with(secret.stored()), hs256).isPresent());
    }

    private static EllipticCurveJsonWebKey newKey(String id) throws JoseException {
        EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        key.setKeyId(id);
        return key;
    }

    private static String set(JsonWebKey key) {
        return "{\"keys\":[" + key.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}";
    }

    private static String signed(EllipticCurveJsonWebKey key) throws JoseException {
        return signed(key, "ES256");
    }

    private static String signed(PublicJsonWebKey key, String algorithm) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setKey(key.getPrivateKey());
        jws.setPayload("{\"iss\":\"shop\"}");
        return jws.getCompactSerialization();
    }
}
