package dev.warden.consent;

import java.time.Instant;
import java.util.List;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import dev.warden.client.RegisteredClient;
import dev.warden.platform.JsonText;
import dev.warden.session.BrowserSession;

/**
 * What a person authorized a client to do at the time the code was issued. The code and every refresh token are limited
 * to it (RFC 6749 §4.1.3, §6).
 *
 * @param redirectUri     where the code was sent; the token request must repeat it
 * @param codeChallenge   RFC 7636 §4.4; null if there was none
 * @param scopes          the granted scopes
 * @param nonce           for the ID token; null if there was none
 * @param authenticatedAt claim {@code auth_time}
 * @param acr             claim {@code acr}
 * @param amr             claim {@code amr}
 * @param claims          parameter {@code claims} (Core §5.5) as JSON; null if there was none
 * @param resources       resource indicators that tokens may be for (RFC 8707 §2.2)
 * @param sector          the host from which the client's pairwise subjects were computed; empty if they were public,
 *                        null if it was stored by a version that did not know
 */
public record Authorization(String redirectUri, String codeChallenge, List<String> scopes,
        String nonce, Instant authenticatedAt, String acr, List<String> amr, String claims, List<String> resources,
        String sector) {

    public Authorization {
        scopes = List.copyOf(scopes);
        amr = List.copyOf(amr);
        resources = List.copyOf(resources);
    }

    /** What the person in a session authorizes by accepting a request. */
    public static Authorization of(PendingAuthorization pending, RegisteredClient client, BrowserSession session) {
        return new Authorization(pending.redirectUri(), pending.codeChallenge(), pending.scopes(), pending.nonce(),
                session.authenticatedAt(), session.assurance().level(), session.assurance().methods(), pending.claims(),
                pending.resources(), client.subjects().sector());
    }

    /**
     * The same for a refresh, whose ID token has no nonce (OpenID Connect Core §12.2: "it SHOULD NOT have a nonce
     * Claim").
     */
    public Authorization withoutNonce() {
        return new Authorization(redirectUri, codeChallenge, scopes, null, authenticatedAt, acr, amr, claims,
                resources, sector);
    }

    /**
     * Whether the client still knows people by the same subjects. OpenID Connect Core §12.2: the {@code sub} of a
     * refreshed ID token "MUST be the same as in the ID Token issued when the original authentication occurred".
     */
    public boolean isForSubjectsOf(RegisteredClient client) {
        return sector == null || sector.equals(client.subjects().sector());
    }

    /** The form that is stored with the client's session. */
    public String json() {
        JsonObjectBuilder json = ConsentJson.builder().add("auth_time", authenticatedAt.getEpochSecond());
        ConsentJson.add(json, "redirect_uri", redirectUri);
        ConsentJson.add(json, "code_challenge", codeChallenge);
        ConsentJson.add(json, "scope", scopes);
        ConsentJson.add(json, "nonce", nonce);
        ConsentJson.add(json, "acr", acr);
        ConsentJson.add(json, "amr", amr);
        ConsentJson.add(json, "claims", claims);
        ConsentJson.add(json, "resource", resources);
        ConsentJson.add(json, "sector", sector);
        return json.build().toString();
    }

    public static Authorization read(String text) {
        JsonObject json = JsonText.object(text);
        return new Authorization(ConsentJson.text(json, "redirect_uri"), ConsentJson.text(json, "code_challenge"),
                ConsentJson.texts(json, "scope"), ConsentJson.text(json, "nonce"),
                Instant.ofEpochSecond(json.getJsonNumber("auth_time").longValueExact()), ConsentJson.text(json, "acr"),
                ConsentJson.texts(json, "amr"), ConsentJson.text(json, "claims"), ConsentJson.texts(json, "resource"),
                ConsentJson.text(json, "sector"));
    }

    /** Omits what a client wrote. */
    @Override
    public String toString() {
        return "Authorization" + scopes;
    }
}
