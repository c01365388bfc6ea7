package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import jakarta.json.JsonObject;

import dev.warden.Browser;
import dev.warden.Person;
import dev.warden.Token;
import dev.warden.WardenClient;

/**
 * A client of the provider and, as it needs one, a browser with a person before it. Requests are changed as a test
 * likes.
 */
public final class RelyingParty {

    static final String SECRET = "shop-secret-0123456789abcdef0123456789";

    /** RFC 7636 appendix B. */
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final WardenClient warden;
    private final String clientId;
    private final String secret;
    private final String redirectUri;
    private final Browser browser;
    /** Of one that registered itself; else empty. */
    private final String registrationToken;

    private RelyingParty(WardenClient warden, String clientId, String secret, String redirectUri, Browser browser,
            String registrationToken) {
        this.warden = warden;
        this.clientId = clientId;
        this.secret = secret;
        this.redirectUri = redirectUri;
        this.browser = browser;
        this.registrationToken = registrationToken;
    }

    static RelyingParty of(WardenClient warden, String clientId, String redirectUri) {
        WardenClient afar = warden.fromAfar();
        return new RelyingParty(afar, clientId, SECRET, redirectUri, new Browser(afar), "");
    }

    /**
     * One that has just registered itself (RFC 7591 §3), about which people are asked.
     *
     * @param members of its metadata beside {@code redirect_uris}, with single quotation marks; may be empty
     */
    public static RelyingParty registered(WardenClient warden, String redirectUri, String members) {
        WardenClient afar = warden.fromAfar();
        String metadata = "'redirect_uris': ['" + redirectUri + "']" + (members.isEmpty() ? "" : ", " + members);
        HttpResponse<String> answer = afar.send("POST", "oauth2/register",
                "{" + metadata.replace('\'', '"') + "}");
        assertEquals(201, answer.statusCode(), answer.body());
        JsonObject client = WardenClient.json(answer);
        return new RelyingParty(afar, client.getString("client_id"), client.getString("client_secret", ""), redirectUri,
                new Browser(afar), client.getString("registration_access_token"));
    }

    /**
     * Replaces what it registered (RFC 7592 §2.2).
     *
     * @param members with single quotation marks
     */
    void reregister(String members) {
        ok(warden.bearing(registrationToken).send("PUT", "oauth2/register?client_id=" + clientId,
                ("{'client_id': '" + clientId + "', " + members + "}").replace('\'', '"')));
    }

    /** Removes what it registered (RFC 7592 §2.3). */
    void unregister() {
        assertEquals(204, warden.bearing(registrationToken).send("DELETE", "oauth2/register?client_id=" + clientId)
                .statusCode());
    }

    /** Another client, with the same browser before it. */
    RelyingParty at(String otherClientId, String otherRedirectUri) {
        return new RelyingParty(warden, otherClientId, SECRET, otherRedirectUri, browser, "");
    }

    /** The same client, with another browser before it. */
    RelyingParty elsewhere() {
        return new RelyingParty(warden, clientId, secret, redirectUri, new Browser(warden.fromAfar()),
                registrationToken);
    }

    /** The same browser, before another client. */
    RelyingParty in(Browser other) {
        return new RelyingParty(warden, clientId, secret, redirectUri, other, registrationToken);
    }

    String clientId() {
        return clientId;
    }

    static RelyingParty shop(WardenClient warden) {
        return of(warden, "shop", "https://shop.example/callback");
    }

    Browser browser() {
        return browser;
    }

    WardenClient warden() {
        return warden;
    }

    /** Registers somebody, with this browser signed in. */
    public Person signUp() {
        return signUp(Person.somebody());
    }

    public Person signUp(Person person) {
        HttpResponse<String> made = browser.submit(browser.get("signup"), Map.of("username", person.username(), "email",
                person.email(), "password", person.password(), "confirmation", person.password()));
        assertEquals(303, made.statusCode(), made.body());
        return person;
    }

    /** The parameters of a good request; a null value leaves one out. */
    Map<String, String> request(String... changes) {
        Map<String, String> request = new LinkedHashMap<>(Map.of("client_id", clientId, "redirect_uri", redirectUri,
                "response_type", "code", "scope", "openid", "state", "state-1", "nonce", "nonce-1"));
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                request.remove(changes[i]);
            } else {
                request.put(changes[i], changes[i + 1]);
            }
        }
        return request;
    }

    HttpResponse<String> authorize(String... changes) {
        return browser.get("oauth2/authorize?" + Browser.body(request(changes)));
    }

    /** The code of a request that is answered with one at once, or when the person agreed. */
    public String code(String... changes) {
        Map<String, String> answer = answer(agreed(authorize(changes)));
        assertTrue(answer.containsKey("code"), answer::toString);
        return answer.get("code");
    }

    /** What comes after the person agreed, if an answer leads to the page that asks for that. */
    HttpResponse<String> agreed(HttpResponse<String> answer) {
        boolean isAsked = answer.headers().firstValue("Location").orElse("").contains("/consent?request=");
        return isAsked ? goOn(browser.submit(browser.follow(answer), Map.of("decision", "allow"))) : answer;
    }

    /** What an answer tells the client at its redirect URI. */
    Map<String, String> answer(HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode(), answer.body());
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertTrue(location.startsWith(redirectUri), location);
        return query(location);
    }

    /** Follows Warden's own redirects and pages that lead on by themselves, until an answer leads to the client. */
    HttpResponse<String> goOn(HttpResponse<String> answer) {
        HttpResponse<String> last = answer;
        for (int i = 0; i < 5; i++) {
            String location = last.headers().firstValue("Location").orElse("");
            if (location.startsWith("/")) {
                last = browser.follow(last);
            } else if (last.statusCode() == 200 && last.headers().firstValue("Refresh").isPresent()) {
                last = browser.get(last.headers().firstValue("Refresh").orElseThrow().replaceFirst("^.*?url="
                        + warden.base().getPath(), ""));
            } else {
                return last;
            }
        }
        throw new AssertionError("Leads nowhere: " + last);
    }

    static Map<String, String> query(String location) {
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : URI.create(location).getRawQuery().split("&")) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return parameters;
    }

    /** Calls the token endpoint, authenticated with its secret by HTTP Basic. */
    public HttpResponse<String> token(Map<String, String> form) {
        return basic(clientId, secret).send("POST", "oauth2/token", Browser.body(form));
    }

    public HttpResponse<String> redeem(String code, String... changes) {
        return token(redemption(code, changes));
    }

    Map<String, String> redemption(String code, String... changes) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("grant_type", "authorization_code", "code", code,
                "redirect_uri", redirectUri));
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                form.remove(changes[i]);
            } else {
                form.put(changes[i], changes[i + 1]);
            }
        }
        return form;
    }

    public HttpResponse<String> refresh(String refreshToken) {
        return token(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
    }

    /** Tokens for whoever is signed in. */
    public JsonObject tokens(String... changes) {
        return ok(redeem(code(changes)));
    }

    HttpResponse<String> userinfo(String accessToken) {
        return warden.bearing(accessToken).get("oauth2/userinfo");
    }

    /** Sends a form to an endpoint without authenticating. */
    HttpResponse<String> post(String path, Map<String, String> form) {
        return form(warden).send("POST", path, Browser.body(form));
    }

    WardenClient basic(String id, String secret) {
        return form(warden).with("Authorization", "Basic " + Base64.getEncoder().encodeToString(
                (id + ":" + secret).getBytes(StandardCharsets.UTF_8)));
    }

    static WardenClient form(WardenClient client) {
        return client.with("Content-Type", "application/x-www-form-urlencoded");
    }

    static JsonObject ok(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode(), answer.body());
        return WardenClient.json(answer);
    }

    static Token read(String jwt) {
        return Token.in(jwt).get(0);
    }

    static JsonObject claims(String jwt) {
        return dev.warden.WardenClient.json(Token.in(jwt).get(0).claims());
    }

    static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
