package dev.warden.token;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jose4j.jwe.JsonWebEncryption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.Store;

/** Each token is good but for one thing; that the good one passes is tested first. */
@DisplayName("Verifying tokens")
class TokenVerifierTest {

    private static final Map<String, String> PROFILES = Map.of("warden.users.signing-algorithm", "hs256");
    private static final String ISSUER = "http://localhost:8080";

    private final MutableClock clock = new MutableClock();
    private Store store;
    private Node node;
    private KeyRing.OpenKey key;

    @BeforeEach
    void start() throws SQLException {
        store = Engine.H2.emptyStore();
        node = Node.on(store, clock, PROFILES);
        key = node.keys.signing(node.users);
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }

    private Forge good() {
        return good(key);
    }

    private Forge good(KeyRing.OpenKey signing) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", '"' + ISSUER + '"');
        claims.put("sub", "\"account-1\"");
        claims.put("aud", "\"users\"");
        claims.put("iat", Long.toString(now()));
        claims.put("exp", Long.toString(now() + 2400));
        claims.put("jti", "\"token-1\"");
        claims.put("sid", "\"session-1\"");
        claims.put("token_use", "\"access\"");
        return new Forge(signing.id(), signing.signing(), claims);
    }

    private boolean passes(String token) {
        return passes(token, TokenUse.ACCESS);
    }

    private boolean passes(String token, TokenUse use) {
        return node.verifier.verify(token, "users", use).isPresent();
    }

    private void assertRefused(String token) {
        assertTrue(passes(good().token()), "the good one passes");
        assertFalse(passes(token), token);
    }

    @Test
    void a_good_token_passes_and_says_whose_it_is() {
        VerifiedToken verified = node.verifier.verify(good().claim("email", "\"a@b.example\"").claim("n", "1").token(),
                "users", TokenUse.ACCESS).orElseThrow();

        assertEquals("account-1", verified.subject());
        assertEquals("token-1", verified.id());
        assertEquals("session-1", verified.sessionId());
        assertEquals("a@b.example", verified.claim("email").orElseThrow());
        assertTrue(verified.claim("n").isEmpty() && verified.claim("none").isEmpty(), "texts only");
        assertEquals("VerifiedToken[token-1]", verified.toString());
    }

    @Test
    void nothing_is_no_token() {
        assertRefused(null);
        assertRefused("");
    }

    @Nested
    @DisplayName("RFC 8725 §2.1, §3.1: the algorithm is ours to choose")
    class Algorithm {

        @ParameterizedTest
        @ValueSource(strings = {"none", "None", "NONE", "nOnE", "", "HS1", "HS384", "HS512", "RS256", "ES256", "EdDSA",
            "HMAC", "hs256", "dir", "A256KW"})
        void another_than_the_keys_is_refused(String algorithm) {
            Forge forged = good().header("alg", '"' + algorithm + '"');
            assertRefused(forged.token());
            assertRefused(Forge.base64url(forged.headerJson()) + "." + Forge.base64url(forged.claimsJson()) + ".");
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "1", "[\"HS256\"]", "{}", "true"})
        void one_that_is_no_text_is_refused(String json) {
            assertRefused(good().header("alg", json).token());
        }

        @Test
        void none_at_all_is_refused() {
            assertRefused(good().header("alg", null).token());
        }

        @ParameterizedTest
        @ValueSource(strings = {"rs256", "ps256", "es256", "eddsa"})
        @DisplayName("§2.1: an HMAC under the public key is refused")
        void key_confusion_is_refused(String algorithm) throws SQLException {
            node = Node.on(Engine.H2.emptyStore(), clock, Map.of("warden.users.signing-algorithm", algorithm));
            KeyRing.OpenKey pair = node.keys.signing(node.users);
            byte[] der = pair.verifying().getEncoded();
            String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(der)
                    + "\n-----END PUBLIC KEY-----\n";
            for (byte[] secret : List.of(der, pem.getBytes(StandardCharsets.US_ASCII),
                    pem.strip().getBytes(StandardCharsets.US_ASCII))) {
                assertFalse(passes(good(pair).secret(secret).token()));
                assertFalse(passes(good(pair).secret(secret).header("alg", '"' + pair.algorithm().identifier() + '"')
                        .token()));
            }
        }

        @Test
        @DisplayName("§3.1: a key is used with exactly one algorithm, also within its family")
        void a_key_of_ps256_signs_no_rs256() throws Exception {
            node = Node.on(Engine.H2.emptyStore(), clock, Map.of("warden.users.signing-algorithm", "ps256"));
            KeyRing.OpenKey pair = node.keys.signing(node.users);
            Forge forged = good(pair).header("alg", "\"RS256\"");
            String input = Forge.base64url(forged.headerJson()) + "." + Forge.base64url(forged.claimsJson());
            Signature rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initSign((java.security.PrivateKey) pair.signing());
            rs256.update(input.getBytes(StandardCharsets.US_ASCII));

            assertFalse(passes(input + "." + Forge.base64url(rs256.sign())));
        }
    }

    @Nested
    @DisplayName("RFC 8725 §3.10: no key and no address comes from the token")
    class KeysOfTheToken {

        private final byte[] own = "a secret of the attacker, 32 octets".getBytes(StandardCharsets.US_ASCII);

        @Test
        @DisplayName("RFC 7515 §4.1.3: jwk")
        void an_embedded_key_is_refused_even_beside_the_right_signature() {
            String jwk = "{\"kty\":\"oct\",\"k\":\"" + Forge.base64url(own) + "\"}";
            assertRefused(good().header("jwk", jwk).secret(own).token());
            assertRefused(good().header("jwk", jwk).header("kid", null).secret(own).token());
            assertRefused(good().header("jwk", jwk).token());
        }

        @Test
        @DisplayName("RFC 7515 §4.1.2, §4.1.5, §4.1.6: jku, x5u and x5c, and nobody is called")
        void an_address_is_refused_and_not_visited() throws IOException {
            try (ServerSocket attacker = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                String url = "\"http://127.0.0.1:" + attacker.getLocalPort() + "/keys\"";
                for (String header : List.of("jku", "x5u")) {
                    assertRefused(good().header(header, url).secret(own).token());
                    assertRefused(good().header(header, url).token());
                    assertRefused(good().header("kid", url).token());
                }
                attacker.setSoTimeout(50);
                assertThrows(SocketTimeoutException.class, attacker::accept);
            }
            assertRefused(good().header("x5c", "[\"MIIB\"]").token());
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"unknown\"", "\"\"", "null", "1", "\"../../dev/null\"", "\"x' UNION SELECT 1 --\"",
            "[\"a\"]"})
        @DisplayName("RFC 7515 §4.1.4: kid")
        void a_key_that_is_not_there_is_refused(String kid) {
            assertRefused(good().header("kid", kid).token());
        }

        @Test
        void a_token_without_kid_is_refused() {
            assertRefused(good().header("kid", null).token());
        }

        @Test
        void a_key_of_another_profile_is_refused() {
            KeyRing.OpenKey plain = node.keys.signing(node.plain);
            assertNotEquals(key.id(), plain.id());
            assertRefused(good(plain).token());
            assertRefused(good().secret(plain.signing().getEncoded()).token());
        }

        @Test
        void an_attackers_secret_an_empty_one_and_zeros_are_refused() {
            assertRefused(good().secret(own).token());
            assertRefused(good().secret(new byte[1]).token());
            assertRefused(good().secret(new byte[32]).token());
        }
    }

    @Nested
    @DisplayName("RFC 7515 §4.1.11, RFC 7797 §6: extensions that must be understood")
    class Extensions {

        @ParameterizedTest
        @CsvSource(delimiter = '|', value = {
            "crit | [\"exp\"]", "crit | [\"unknown\"]", "crit | [\"alg\"]", "crit | []", "crit | \"exp\"", "crit | 1",
            "b64 | false", "b64 | true", "zip | \"DEF\"", "enc | \"A256GCM\""
        })
        void are_refused(String name, String json) {
            assertRefused(good().header(name, json).header("unknown", "1").token());
        }

        @Test
        void an_unencoded_payload_is_refused() {
            Forge forged = good().header("b64", "false").header("crit", "[\"b64\"]");
            assertRefused(forged.signed(Forge.base64url(forged.headerJson()) + "." + forged.claimsJson()));
            assertRefused(forged.token());
        }

        @Test
        @DisplayName("RFC 7515 §4: a header that is not critical may be ignored")
        void an_unknown_header_that_is_not_critical_does_not_matter() {
            assertTrue(passes(good().header("x-trace", "\"1\"").token()));
        }
    }

    @Nested
    @DisplayName("RFC 7515 §7.1, RFC 4648 §3.2, §3.5, §5: the compact form")
    class CompactSerialization {

        @Test
        void padding_is_refused() {
            String[] parts = good().token().split("\\.");
            assertRefused(parts[0] + "=." + parts[1] + "." + parts[2]);
            assertRefused(parts[0] + "." + parts[1] + "=." + parts[2]);
            assertRefused(parts[0] + "." + parts[1] + "." + parts[2] + "=");
            assertRefused(good().signed(parts[0] + "=." + parts[1]));
        }

        @Test
        void another_spelling_of_the_same_signature_is_refused() {
            String token = good().token();
            char last = token.charAt(token.length() - 1);
            String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            int value = alphabet.indexOf(last);
            assertEquals(0, value % 4, "256 bits leave two to spare");
            for (int spare = 1; spare < 4; spare++) {
                assertRefused(token.substring(0, token.length() - 1) + alphabet.charAt(value + spare));
            }
        }

        @Test
        void the_other_alphabet_is_refused() {
            Forge forged = good().claim("x", "\"???>>>\u00ff\u00fe\"");
            String token = forged.token();
            assertTrue(passes(token));
            String[] parts = token.split("\\.");
            String standard = parts[1].replace('-', '+').replace('_', '/');
            assertNotEquals(parts[1], standard);
            assertRefused(forged.signed(parts[0] + "." + standard));
        }

        @ParameterizedTest
        @ValueSource(strings = {" %s", "%s ", "%s\n", "\t%s", "%s\r\n", "%s.", ".%s", "%s.x", "%s.x.y", "Bearer %s",
                "%s,%s",
            "\"%s\"", "%s\u0000", "\ufeff%s", "%s\u200b"})
        void anything_around_it_is_refused(String form) {
            assertRefused(form.replace("%s", good().token()));
        }

        @Test
        void a_space_within_is_refused() {
            assertRefused(good().token().replaceFirst("\\.", ". "));
            assertRefused(good().token().replaceFirst("\\.", "\n."));
            assertRefused(new StringBuilder(good().token()).insert(10, ' ').toString());
        }

        @Test
        void fewer_parts_and_empty_parts_are_refused() {
            String[] parts = good().token().split("\\.");
            assertRefused(parts[0]);
            assertRefused(parts[0] + "." + parts[1]);
            assertRefused(parts[0] + "." + parts[1] + ".");
            assertRefused(parts[0] + ".." + parts[2]);
            assertRefused("." + parts[1] + "." + parts[2]);
            assertRefused("..");
        }

        @Test
        @DisplayName("a JWE where a JWS is meant (RFC 7516 §9)")
        void an_encrypted_token_is_refused() throws Exception {
            JsonWebEncryption jwe = new JsonWebEncryption();
            jwe.setAlgorithmHeaderValue("dir");
            jwe.setEncryptionMethodHeaderParameter("A128CBC-HS256");
            jwe.setKeyIdHeaderValue(key.id());
            jwe.setHeader("typ", "JWT");
            jwe.setKey(key.signing());
            jwe.setPayload(good().claimsJson());

            assertRefused(jwe.getCompactSerialization());
        }

        @Test
        void the_json_serialization_is_refused() {
            String[] parts = good().token().split("\\.");
            assertRefused("{\"protected\":\"" + parts[0] + "\",\"payload\":\"" + parts[1] + "\",\"signature\":\""
                    + parts[2] + "\"}");
        }

        @Test
        void a_token_in_a_token_is_refused() {
            Forge outer = good().header("cty", "\"JWT\"");
            assertRefused(outer.signed(Forge.base64url(outer.headerJson()) + "." + Forge.base64url(good().token())));
        }

        @Test
        void eight_kibibytes_are_too_many_and_one_octet_less_is_not() {
            String longest = null;
            for (int filler = 5000; filler < 7000; filler++) {
                String token = good().claim("x", '"' + "x".repeat(filler) + '"').token();
                assertEquals(token.length() <= 8191, passes(token), "length " + token.length());
                longest = token.length() <= 8191 ? token : longest;
                if (token.length() > 8200) {
                    break;
                }
            }
            assertTrue(longest.length() > 8180);
        }

        @Test
        void a_signature_that_is_cut_lengthened_or_changed_is_refused() {
            String token = good().token();
            int signature = token.lastIndexOf('.') + 1;
            assertRefused(token.substring(0, token.length() - 2));
            assertRefused(token.substring(0, signature) + "AA");
            assertRefused(token + "AA");
            char first = token.charAt(signature);
            assertRefused(token.substring(0, signature) + (first == 'A' ? 'B' : 'A') + token.substring(signature + 1));
        }

        @Test
        void changed_claims_under_the_old_signature_are_refused() {
            String[] parts = good().token().split("\\.");
            assertRefused(parts[0] + "." + Forge.base64url(good().claim("sub", "\"admin\"").claimsJson()) + "."
                    + parts[2]);
        }
    }

    @Nested
    @DisplayName("RFC 7519 §4, RFC 8725 §3.7: JSON")
    class Json {

        @Test
        @DisplayName("RFC 7519 §4: Claim Names within a JWT Claims Set MUST be unique")
        void a_claim_that_is_there_twice_is_refused() {
            for (String name : List.of("sub", "exp", "iss", "sid", "token_use", "other")) {
                String claims = good().claim("other", "\"x\"").claimsJson();
                String twice = claims.replaceFirst("\\{", "{\"" + name + "\":\"y\",");
                assertRefused(raw(twice));
            }
        }

        @Test
        void a_claim_that_is_there_twice_by_an_escape_is_refused() {
            assertRefused(raw(good().claimsJson().replaceFirst("\\{", "{\"\\\\u0073ub\":\"y\",")));
        }

        @Test
        @DisplayName("RFC 7515 §4: Header Parameter names MUST be unique")
        void a_header_that_is_there_twice_is_refused() {
            Forge forged = good();
            String header = forged.headerJson().replaceFirst("\\{", "{\"alg\":\"none\",");
            assertRefused(forged.signed(Forge.base64url(header) + "." + Forge.base64url(forged.claimsJson())));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "null", "[]", "1", "\"text\"", "{", "{}", "{}x", "{\"sub\"}", "not json"})
        void what_is_no_object_of_claims_is_refused(String claims) {
            assertRefused(raw(claims));
        }

        @Test
        void text_after_the_claims_is_refused() {
            assertRefused(raw(good().claimsJson() + "{}"));
            assertRefused(raw(good().claimsJson() + "x"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"alg", "kid", "typ", "cty", "crit", "b64", "jwk", "x5c", "x5t", "zip", "epk",
            "x-trace"})
        void a_header_of_thousands_of_brackets_breaks_nothing(String name) {
            assertDoesNotThrow(() -> passes(good().header(name, "[".repeat(1900) + "]".repeat(1900)).token()));
            assertDoesNotThrow(() -> passes(good().header(name, "{\"a\":".repeat(700) + "1" + "}".repeat(700))
                    .token()));
        }

        @Test
        void thousands_of_brackets_are_refused_and_break_nothing() {
            assertRefused(raw("{\"x\":" + "[".repeat(5500) + "}"));
            assertRefused(raw("{\"x\":" + "{\"x\":".repeat(900) + "1" + "}".repeat(901)));
            Forge forged = good();
            assertRefused(forged.signed(
                    Forge.base64url("[".repeat(5000)) + "." + Forge.base64url(forged.claimsJson())));
        }

        private String raw(String claims) {
            Forge forged = good();
            return forged.signed(Forge.base64url(forged.headerJson()) + "." + Forge.base64url(claims));
        }
    }

    @Nested
    @DisplayName("RFC 7519 §4.1.4 to §4.1.6: times")
    class Times {

        @Test
        @DisplayName("§4.1.4: the current date/time MUST be before the expiration")
        void a_token_ends_exactly_at_its_expiry() {
            String token = good().token();
            clock.set(Instant.ofEpochSecond(now() + 2400).minusMillis(1));
            assertTrue(passes(token));
            clock.advance(Duration.ofMillis(1));
            assertFalse(passes(token));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "1", "1769847000", "9223372036854775807", "-9223372036854775808",
            "99999999999999999999999", "1e400", "-1e400", "1e15", "\"2100000000\"", "null", "true", "[]", "{}", "\"\""})
        void an_absurd_expiry_is_refused(String expiry) {
            assertRefused(good().claim("exp", expiry).token());
        }

        @Test
        void a_token_without_expiry_is_refused() {
            assertRefused(good().claim("exp", null).token());
        }

        @Test
        void an_expiry_further_away_than_any_of_ours_is_refused() {
            assertTrue(passes(good().claim("exp", Long.toString(now() + 2400 + 60)).token()), "60 s of skew");
            assertRefused(good().claim("exp", Long.toString(now() + 2400 + 300)).token());
            assertRefused(good().claim("exp", Long.toString(now() + 7 * 86_400)).token());
        }

        @Test
        void a_token_of_the_future_is_refused_beyond_a_minute() {
            assertTrue(passes(good().claim("iat", Long.toString(now() + 60)).token()));
            assertRefused(good().claim("iat", Long.toString(now() + 61)).token());
        }

        @Test
        void a_token_older_than_its_kind_may_be_is_refused() {
            assertTrue(passes(good().claim("iat", Long.toString(now() - 2400)).token()));
            assertRefused(good().claim("iat", Long.toString(now() - 2400 - 61)).token());
            assertRefused(good().claim("iat", "0").token());
        }

        @ParameterizedTest
        @ValueSource(strings = {"-1", "9223372036854775807", "1e400", "\"1769847645\"", "null", "{}"})
        void an_absurd_time_of_issue_is_refused(String issuedAt) {
            assertRefused(good().claim("iat", issuedAt).token());
        }

        @Test
        void a_token_without_a_time_of_issue_is_refused() {
            assertRefused(good().claim("iat", null).token());
        }

        @Test
        @DisplayName("§4.1.5: not before")
        void a_token_before_its_time_is_refused() {
            assertTrue(passes(good().claim("nbf", Long.toString(now())).token()));
            assertRefused(good().claim("nbf", Long.toString(now() + 1)).token());
            assertRefused(good().claim("nbf", "\"soon\"").token());
            assertRefused(good().claim("nbf", "9223372036854775807").token());
        }
    }

    @Nested
    @DisplayName("RFC 8725 §3.8 to §3.12: issuer, audience, type and use")
    class Meaning {

        @ParameterizedTest
        @ValueSource(strings = {"\"http://localhost:8080/\"", "\"https://localhost:8080\"", "\"HTTP://LOCALHOST:8080\"",
            "\"https://evil.example\"", "\"\"", "null", "1", "[\"http://localhost:8080\"]"})
        void another_issuer_is_refused(String issuer) {
            assertRefused(good().claim("iss", issuer).token());
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"plain\"", "\"Users\"", "\"\"", "null", "1", "[]", "[\"plain\"]", "{}"})
        void another_audience_is_refused(String audience) {
            assertRefused(good().claim("aud", audience).token());
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"at+jwt\"", "\"JOSE\"", "\"logout+jwt\"", "\"dpop+jwt\"", "\"\"", "null", "1"})
        void another_type_is_refused(String type) {
            assertRefused(good().header("typ", type).token());
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"refresh\"", "\"Access\"", "\"\"", "null", "1", "[\"access\"]", "true"})
        void another_use_is_refused(String use) {
            assertRefused(good().claim("token_use", use).token());
        }

        @ParameterizedTest
        @ValueSource(strings = {"iss", "aud", "sub", "jti", "sid", "token_use"})
        void a_token_that_does_not_say_is_refused(String claim) {
            assertRefused(good().claim(claim, null).token());
        }

        @ParameterizedTest
        @ValueSource(strings = {"sub", "jti", "sid"})
        void a_token_that_says_it_with_no_text_is_refused(String claim) {
            assertRefused(good().claim(claim, "null").token());
            assertRefused(good().claim(claim, "1").token());
            assertRefused(good().claim(claim, "{}").token());
        }

        @Test
        void a_token_without_type_is_refused() {
            assertRefused(good().header("typ", null).token());
        }

        @Test
        void a_refresh_token_is_good_for_refreshing_alone_and_the_other_way_round() {
            String refresh = good().claim("token_use", "\"refresh\"").token();
            assertTrue(passes(refresh, TokenUse.REFRESH));
            assertFalse(passes(refresh, TokenUse.ACCESS));
            assertFalse(passes(good().token(), TokenUse.REFRESH));
        }

        @Test
        void a_token_of_one_contract_is_not_good_for_the_other() {
            assertTrue(node.verifier.verify(good().token(), "users", TokenUse.ACCESS).isPresent());
            assertTrue(node.verifier.verify(good().token(), "plain", TokenUse.ACCESS).isEmpty());
            Forge ofPlain = good(node.keys.signing(node.plain)).claim("aud", "\"plain\"")
                    .claim("exp", Long.toString(now() + 600));
            assertTrue(node.verifier.verify(ofPlain.token(), "plain", TokenUse.ACCESS).isPresent());
            assertFalse(passes(ofPlain.token()));
        }

        @Test
        void a_token_of_another_installation_is_refused() throws SQLException {
            Node elsewhere = Node.on(Engine.H2.newStore(), clock);
            String foreign = good(elsewhere.keys.signing(elsewhere.users)).token();
            assertTrue(elsewhere.verifier.verify(foreign, "users", TokenUse.ACCESS).isPresent());
            assertRefused(foreign);
        }
    }

    @Nested
    @DisplayName("RFC 7518 §3.4, CVE-2022-21449: signatures on curves")
    class Curves {

        @BeforeEach
        void sign_with_es256() throws SQLException {
            node = Node.on(Engine.H2.emptyStore(), clock, Map.of("warden.users.signing-algorithm", "es256"));
            key = node.keys.signing(node.users);
        }

        private Forge onCurve() {
            return good().header("alg", "\"ES256\"");
        }

        private Forge good() {
            return new Forge(key.id(), new javax.crypto.spec.SecretKeySpec(new byte[32], "none"), Map.of(
                    "iss", '"' + ISSUER + '"', "sub", "\"a\"", "aud", "\"users\"", "iat", Long.toString(now()),
                    "exp", Long.toString(now() + 600), "jti", "\"t\"", "sid", "\"s\"", "token_use", "\"access\""));
        }

        private String with(byte[] signature) {
            return Forge.base64url(onCurve().headerJson()) + "." + Forge.base64url(onCurve().claimsJson()) + "."
                    + Forge.base64url(signature);
        }

        private byte[] signature(String format) throws Exception {
            Signature es256 = Signature.getInstance(format);
            es256.initSign((java.security.PrivateKey) key.signing());
            es256.update((Forge.base64url(onCurve().headerJson()) + "." + Forge.base64url(onCurve().claimsJson()))
                    .getBytes(StandardCharsets.US_ASCII));
            return es256.sign();
        }

        @Test
        void the_right_one_passes_in_the_form_of_jose_and_in_no_other() throws Exception {
            assertTrue(passes(with(signature("SHA256withECDSAinP1363Format"))));
            assertFalse(passes(with(signature("SHA256withECDSA"))));
        }

        @Test
        void zeros_are_refused() throws Exception {
            byte[] right = signature("SHA256withECDSAinP1363Format");
            byte[] noR = right.clone();
            java.util.Arrays.fill(noR, 0, 32, (byte) 0);
            byte[] noS = right.clone();
            java.util.Arrays.fill(noS, 32, 64, (byte) 0);

            assertFalse(passes(with(new byte[64])));
            assertFalse(passes(with(noR)));
            assertFalse(passes(with(noS)));
            assertFalse(passes(with(new byte[1])));
            assertFalse(passes(with(new byte[63])));
            assertFalse(passes(with(new byte[128])));
        }

        @Test
        void the_order_of_the_curve_and_what_is_above_it_are_refused() throws Exception {
            byte[] order = new java.math.BigInteger(
                    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16).toByteArray();
            byte[] both = new byte[64];
            System.arraycopy(order, 1, both, 0, 32);
            System.arraycopy(order, 1, both, 32, 32);
            byte[] full = new byte[64];
            java.util.Arrays.fill(full, (byte) 0xff);

            assertFalse(passes(with(both)));
            assertFalse(passes(with(full)));
        }

        @Test
        void a_key_of_the_attackers_own_is_refused() throws Exception {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair own = generator.generateKeyPair();
            Signature es256 = Signature.getInstance("SHA256withECDSAinP1363Format");
            es256.initSign(own.getPrivate());
            es256.update((Forge.base64url(onCurve().headerJson()) + "." + Forge.base64url(onCurve().claimsJson()))
                    .getBytes(StandardCharsets.US_ASCII));

            assertFalse(passes(with(es256.sign())));
        }
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    @DisplayName("RFC 7518 §3.1, RFC 8037 §3.1: every algorithm signs what it verifies")
    void every_algorithm_signs_what_it_verifies(SigningAlgorithm algorithm) {
        TokenProfile profile = new TokenProfile("profile-of-" + algorithm, algorithm, Duration.ofMinutes(5),
                Duration.ofHours(1), identity -> Map.of());
        node.keys.prepare(profile);
        IssuedTokens issued = node.issuer.issue(profile, new dev.warden.session.Session("s", "a", profile.name(), "t",
                clock.instant(), clock.instant().plus(Duration.ofHours(1))),
                new dev.warden.account.Identity("a", "bob", "bob@test.example", "r"));

        assertTrue(node.verifier.verify(issued.access().jwt(), profile.name(), TokenUse.ACCESS).isPresent());
        assertTrue(node.verifier.verify(issued.refresh().jwt(), profile.name(), TokenUse.REFRESH).isPresent());
        String header = new String(Base64.getUrlDecoder().decode(issued.access().jwt().split("\\.")[0]),
                StandardCharsets.UTF_8);
        assertTrue(header.contains("\"alg\":\"" + algorithm.identifier() + '"'), header);
        String jwt = issued.access().jwt();
        int at = jwt.lastIndexOf('.') + 5;
        assertTrue(node.verifier.verify(
                jwt.substring(0, at) + (jwt.charAt(at) == 'A' ? 'B' : 'A') + jwt.substring(at + 1),
                profile.name(), TokenUse.ACCESS).isEmpty());
    }

    @Test
    void a_hostile_token_is_refused_within_twenty_milliseconds() {
        List<String> hostile = List.of("x".repeat(1_000_000), ".".repeat(8000), good().token() + "x".repeat(8000),
                good().header("alg", "\"none\"").token(), good().header("jku", "\"https://192.0.2.1/\"").token(),
                good().header("kid", "\"unknown\"").token(), good().claim("x", "[".repeat(4000)).token());
        hostile.forEach(this::assertRefused);
        long startedAt = System.nanoTime();
        int rounds = 20;
        for (int i = 0; i < rounds; i++) {
            hostile.forEach(token -> assertFalse(passes(token)));
        }

        long each = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedAt) / rounds / hostile.size();
        assertTrue(each < 20_000, each + " µs on average");
    }

    @Test
    void unknown_keys_make_nobody_read_the_database_more_than_every_other_second() {
        store.statements();
        long startedAt = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            assertFalse(passes(good().header("kid", "\"unknown" + i + "\"").token()));
        }

        long most = 1 + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt) / 2;
        assertTrue(store.statements().size() <= most);
    }

    @Test
    void a_profile_that_is_not_there_is_a_bug() {
        assertThrows(IllegalArgumentException.class,
                () -> node.verifier.verify(good().token(), "none", TokenUse.ACCESS));
    }
}
