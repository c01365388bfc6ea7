package dev.warden.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import dev.warden.Token;
import dev.warden.WardenClient;

@DisplayName("Tokens of an adversary (RFC 8725)")
class TokensIT extends Adversary {

    private static SignedIn caller;

    @BeforeAll
    static void the_adversary_has_an_account() {
        caller = SignedIn.somebody();
    }

    @ParameterizedTest
    @MethodSource("dev.warden.hostile.Endpoint#withToken")
    void that_are_not_ours_open_no_resource(Endpoint endpoint) {
        List<Executable> checks = new ArrayList<>();
        tokens(endpoint.contract(), caller.access(endpoint.contract())).forEach((trick, token) -> checks.add(() ->
                assertInvalid(trick, endpoint, request(endpoint).with("Authorization", "Bearer " + token).send())));
        checks.add(() -> assertInvalid("a refresh token", endpoint, request(endpoint)
                .with("Authorization", "Bearer " + caller.refresh(endpoint.contract())).send()));
        assertAll(checks);
        assertStillGood();
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void that_are_not_ours_refresh_nothing(Contract contract) {
        List<Executable> checks = new ArrayList<>();
        Map<String, String> tokens = tokens(contract, caller.refresh(contract));
        tokens.put("an access token", caller.access(contract));
        tokens.forEach((trick, token) -> checks.add(() -> {
            RawAnswer answer = refresh(contract, token);
            contract.assertRefusal(contract == Contract.USERS && token.isEmpty() ? 400 : 401, answer);
        }));
        if (contract == Contract.PLAIN) {
            // RFC 6265 §4.1.1: what a cookie's value can be, without the quotes that it may have around it.
            tokens.values().stream().filter(token -> token.matches("[!#-+--:<-\\[\\]-~]*")).forEach(token ->
                    checks.add(() -> contract.assertRefusal(401, request(Endpoint.PLAIN_REFRESH)
                            .with("Cookie", "refreshToken=" + token).send())));
        }
        assertAll(checks);
        assertStillGood();
    }

    /** RFC 6750 §3.1: who brings nothing is told what to bring, and no error. */
    @ParameterizedTest
    @MethodSource("dev.warden.hostile.Endpoint#withToken")
    void that_are_no_credentials_are_asked_for(Endpoint endpoint) {
        String good = caller.access(endpoint.contract());
        List<Executable> checks = new ArrayList<>();
        checks.add(() -> assertChallenge(endpoint, request(endpoint).send()));
        for (String credentials : List.of("", "Bearer", "Bearer ", "Basic dXNlcjpwYXNz", "Basic " + good,
                "Digest " + good,
                "DPoP " + good, "Token " + good, "Negotiate " + good, good, "Bearer" + good, "Bearer:" + good,
                "Bearer=" + good,
                "\"Bearer\" " + good, "Basic x, Bearer " + good)) {
            checks.add(() -> assertChallenge(endpoint, request(endpoint).with("Authorization", credentials).send()));
        }
        checks.add(() -> assertChallenge(endpoint, request(endpoint).with("Authorization", "Bearer " + good)
                .with("Authorization", "Bearer " + good).send()));
        checks.add(() -> assertChallenge(endpoint, request(endpoint).with("Authorization", "Basic eDp5")
                .with("Authorization", "Bearer " + good).send()));
        // RFC 6750 §2.2, §2.3: neither in the query, nor in a form, nor in a cookie.
        checks.add(() -> assertChallenge(endpoint,
                request(endpoint.method(), endpoint.path() + "?access_token=" + good).send()));
        checks.add(() -> assertChallenge(endpoint,
                request(endpoint).with("Cookie", "accessToken=" + good + "; token=" + good
                + "; refreshToken=" + caller.refresh(endpoint.contract())).send()));
        for (String header : List.of("X-Authorization", "Proxy-Authorization", "X-Access-Token", "X-Auth-Token")) {
            checks.add(() -> assertChallenge(endpoint, request(endpoint).with(header, "Bearer " + good).send()));
        }
        assertAll(checks);
        assertStillGood();
    }

    /** Servers refuse more than 32 KiB of headers by themselves, some with 400 and without a word. */
    @ParameterizedTest
    @MethodSource("dev.warden.hostile.Endpoint#withToken")
    void that_are_too_long_are_refused(Endpoint endpoint) {
        String good = caller.access(endpoint.contract());
        for (int length : List.of(7_000, 8_191, 8_192, 9_000, 30_000)) {
            assertInvalid(length + " octets", endpoint, tooLong(endpoint, length, good).send());
        }
        RawAnswer answer = tooLong(endpoint, 64 * 1024, good).send();
        assertTrue(answer.status() == 401 || answer.status() == 400 || answer.status() == 431, answer::story);
        Contract.assertSaysNothing(answer);
    }

    private static RawRequest tooLong(Endpoint endpoint, int length, String good) {
        return request(endpoint).with("Authorization", "Bearer " + "a".repeat(length - good.length()) + good);
    }

    @Test
    void that_name_an_address_make_nobody_call_it() throws IOException {
        try (ServerSocket bait = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            bait.setSoTimeout(300);
            String url = "http://127.0.0.1:" + bait.getLocalPort() + "/keys";
            for (String header : List.of("jku", "x5u", "iss")) {
                Endpoint.withToken().forEach(
                        endpoint -> assertInvalid(header, endpoint, request(endpoint).with("Authorization",
                        "Bearer " + withHeader(caller.access(endpoint.contract()), header, url)).send()));
            }
            assertEquals("nobody", caller(bait));
        }
    }

    @ParameterizedTest
    @EnumSource(Contract.class)
    void of_a_session_that_is_over_are_worthless_everywhere(Contract contract) {
        SignedIn somebody = SignedIn.somebody();
        Endpoint logout = contract == Contract.USERS ? Endpoint.USERS_LOGOUT : Endpoint.PLAIN_LOGOUT;
        assertEquals(logout.statusOfDocument(), request(logout)
                .with("Authorization", "Bearer " + somebody.access(contract)).send().status());
        Endpoint.withToken().filter(endpoint -> endpoint.contract() == contract).forEach(endpoint ->
                assertInvalid("signed out", endpoint, request(endpoint)
                        .with("Authorization", "Bearer " + somebody.access(contract)).send()));
        contract.assertRefusal(401, refresh(contract, somebody.refresh(contract)));
        // The other contract's session is another one.
        Contract other = contract == Contract.USERS ? Contract.PLAIN : Contract.USERS;
        assertEquals(200, refresh(other, somebody.refresh(other)).status());
    }

    /**
     * From a page of somebody else's the browser would send the cookie along, were it not for SameSite; so we look too.
     */
    @Test
    void in_a_cookie_from_another_site_refresh_nothing() {
        RawRequest withCookie = request(Endpoint.PLAIN_REFRESH).with("Cookie", "refreshToken=" + caller.plainRefresh());
        Contract.PLAIN.assertRefusal(403, withCookie.with("Sec-Fetch-Site", "cross-site").send());
        assertEquals(200, withCookie.with("Sec-Fetch-Site", "same-origin").send().status());
    }

    /** Every way to forge a token that needs no key, each from a good one of this contract. */
    private static Map<String, String> tokens(Contract contract, String good) {
        Map<String, String> tokens = new LinkedHashMap<>();
        Token parsed = Token.in(good).get(0);
        String[] parts = good.split("\\.");
        String kid = json(parsed.header()).getString("kid");
        for (String none : List.of("none", "None", "NONE", "nOnE")) {
            tokens.put("alg " + none, encoded("{\"typ\":\"JWT\",\"alg\":\"" + none + "\"}") + "." + parts[1] + ".");
            tokens.put("alg " + none + " with kid and signature",
                    withHeader(good, "alg", none));
        }
        for (String algorithm : List.of("HS384", "HS512", "RS256", "PS256", "ES256", "EdDSA", "HS1", "hs256", "", "dir",
                "A128KW", "PBES2-HS256+A128KW")) {
            tokens.put("alg " + algorithm, withHeader(good, "alg", algorithm));
        }
        // Keys that a careless verifier may have: nothing, a word, its own key's name.
        for (String secret : List.of("secret", "warden", kid, "\0", "{}", "null")) {
            tokens.put("HMAC under " + secret, hmac(parts[0] + "." + parts[1], secret));
        }
        tokens.put("no kid, HMAC under a word",
                hmac(encoded("{\"typ\":\"JWT\",\"alg\":\"HS256\"}") + "." + parts[1], "secret"));
        String jwk = "{\"kty\":\"oct\",\"k\":\"" + encoded("secret") + "\"}";
        tokens.put("a key in its header",
                hmac(encoded("{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"" + kid + "\",\"jwk\":" + jwk
                + "}") + "." + parts[1], "secret"));
        for (String strange : List.of("../../../../dev/null", "' OR 1=1 --", "file:///dev/null", "", "x".repeat(4000),
                "00000000-0000-0000-0000-000000000000", "\\u0000")) {
            tokens.put("kid " + strange.substring(0, Math.min(30, strange.length())),
                    hmac(encoded("{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"" + strange + "\"}") + "." + parts[1],
                    "\0"));
        }
        for (String header : List.of("jku", "x5u", "jwk", "x5c", "zip", "enc", "cty", "x5t", "epk", "p2c")) {
            tokens.put("header " + header, withHeader(good, header, "http://127.0.0.1:1/x"));
        }
        tokens.put("crit", rawHeader(good, "\"crit\":[\"exp\"],"));
        tokens.put("an empty crit", rawHeader(good, "\"crit\":[],"));
        tokens.put("b64=false", rawHeader(good, "\"b64\":false,\"crit\":[\"b64\"],"));
        tokens.put("two algorithms", rawHeader(good, "\"alg\":\"none\","));
        tokens.put("a header that is no object", encoded("[]") + "." + parts[1] + "." + parts[2]);
        tokens.put("a header that is no JSON", encoded("x") + "." + parts[1] + "." + parts[2]);
        tokens.put("a header nested without end",
                encoded("{\"a\":" + "[".repeat(3000)) + "." + parts[1] + "." + parts[2]);
        tokens.put("claims of somebody else", parts[0] + "." + encoded(parsed.claims().replaceFirst("\"sub\":\"",
                "\"sub\":\"x")) + "." + parts[2]);
        tokens.put("claims twice",
                parts[0] + "." + encoded("{\"sub\":\"x\"," + parsed.claims().substring(1)) + "." + parts[2]);
        tokens.put("no expiry",
                parts[0] + "." + encoded(parsed.claims().replaceFirst("\"exp\":[0-9]+,?", "")) + "." + parts[2]);
        tokens.put("JWE", encoded("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + "..AAAA.AAAA.AAAA");
        tokens.put("JWE of five parts", good + ".AAAA.AAAA");
        tokens.put("a part too many", good + ".AAAA");
        tokens.put("an empty part too many", good + ".");
        tokens.put("a part too few", parts[0] + "." + parts[1]);
        tokens.put("no signature", parts[0] + "." + parts[1] + ".");
        tokens.put("no claims", parts[0] + ".." + parts[2]);
        tokens.put("no header", "." + parts[1] + "." + parts[2]);
        tokens.put("dots", "..");
        tokens.put("one dot", ".");
        tokens.put("a word", "null");
        tokens.put("JSON serialization", "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0]
                + "\",\"signature\":\"" + parts[2] + "\"}");
        tokens.put("padding", good + "=");
        tokens.put("padding of all parts", parts[0] + "==." + parts[1] + "==." + parts[2] + "=");
        tokens.put("the other alphabet", good + "+/");
        tokens.put("a blank within", parts[0] + ". " + parts[1] + "." + parts[2]);
        tokens.put("quotes", "\"" + good + "\"");
        tokens.put("two tokens", good + "," + good);
        tokens.put("percent-encoded", good.replace(".", "%2E"));
        tokens.put("spare bits", withSpareBits(good));
        for (int part = 0; part < 3; part++) {
            for (int at : List.of(0, parts[part].length() / 2, parts[part].length() - 2)) {
                tokens.put("part " + part + " changed at " + at, changed(parts, part, at));
            }
            tokens.put("part " + part + " cut", cut(parts, part));
        }
        Contract other = contract == Contract.USERS ? Contract.PLAIN : Contract.USERS;
        tokens.put("the other contract's access token", caller.access(other));
        tokens.put("the other contract's refresh token", caller.refresh(other));
        tokens.put("the other contract's key", withHeader(good, "kid",
                json(Token.in(caller.access(other)).get(0).header()).getString("kid")));
        assertFalse(tokens.containsValue(good));
        return tokens;
    }

    private static void assertInvalid(String trick, Endpoint endpoint, RawAnswer answer) {
        endpoint.contract().assertRefusal(401, answer);
        assertEquals("Bearer realm=\"warden\", error=\"invalid_token\"", answer.header("WWW-Authenticate"), trick);
    }

    private static void assertChallenge(Endpoint endpoint, RawAnswer answer) {
        endpoint.contract().assertRefusal(401, answer);
        assertEquals("Bearer realm=\"warden\"", answer.header("WWW-Authenticate"), answer::story);
    }

    /** A forged token ends nobody's session. */
    private static void assertStillGood() {
        WardenClient home = warden.fromAfar();
        assertEquals(200, home.bearing(caller.usersAccess()).get("api/users/me").statusCode());
        assertEquals(200, home.bearing(caller.plainAccess()).get("me").statusCode());
    }

    private static RawAnswer refresh(Contract contract, String token) {
        Endpoint endpoint = contract == Contract.USERS ? Endpoint.USERS_REFRESH : Endpoint.PLAIN_REFRESH;
        return request(endpoint).with("Content-Type", "application/json").with(Json.createObjectBuilder()
                .add(endpoint.members().get(0), token).build().toString().getBytes(UTF_8)).send();
    }

    private static String caller(ServerSocket bait) throws IOException {
        try {
            return bait.accept().toString();
        } catch (SocketTimeoutException nobody) {
            return "nobody";
        }
    }

    private static JsonObject json(String text) {
        return Json.createReader(new java.io.StringReader(text)).readObject();
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String withHeader(String token, String name, String value) {
        String header = Json.createObjectBuilder(json(Token.in(token).get(0).header())).add(name, value).build()
                .toString();
        return encoded(header) + token.substring(token.indexOf('.'));
    }

    private static String rawHeader(String token, String members) {
        return encoded("{" + members + Token.in(token).get(0).header().substring(1))
                + token.substring(token.indexOf('.'));
    }

    private static String hmac(String signed, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + Base64.getUrlEncoder().withoutPadding()
                    .encodeToString(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another text of the same octets: the last of 43 characters has two bits that mean nothing. */
    private static String withSpareBits(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(token.charAt(token.length() - 1));
        return token.substring(0, token.length() - 1) + alphabet.charAt(last | 1);
    }

    private static String changed(String[] parts, int part, int at) {
        String[] copy = parts.clone();
        char c = copy[part].charAt(at);
        copy[part] = copy[part].substring(0, at) + (c == 'A' ? 'B' : 'A') + copy[part].substring(at + 1);
        return String.join(".", copy);
    }

    private static String cut(String[] parts, int part) {
        String[] copy = parts.clone();
        copy[part] = copy[part].substring(0, copy[part].length() - 4);
        return String.join(".", copy);
    }
}
