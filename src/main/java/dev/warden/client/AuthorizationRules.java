package dev.warden.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What holds for a client's authorization requests.
 *
 * @param requiresPkce    whether there must be a {@code code_challenge} (RFC 7636); always for public clients
 * @param requiresConsent whether a person is asked before the client learns anything
 * @param requiresPushed  whether requests must be pushed (RFC 9126 §6)
 * @param defaultMaxAge   {@code max_age} of a request that has none; null if sign-ins of any age will do
 * @param requiresAuthTime whether ID tokens must have {@code auth_time}
 * @param defaultAcrValues {@code acr_values} of a request that has none
 * @param requestUris     {@code request_uri} values that are allowed, perhaps with the digest of their content as
 *                        fragment
 * @param initiateLoginUri where a third party may begin a sign-in (OpenID Connect Core 1.0 §4); null if nowhere
 */
public record AuthorizationRules(boolean requiresPkce, boolean requiresConsent, boolean requiresPushed,
        Duration defaultMaxAge, boolean requiresAuthTime, List<String> defaultAcrValues, List<String> requestUris,
        URI initiateLoginUri) {

    public AuthorizationRules {
        defaultAcrValues = List.copyOf(defaultAcrValues);
        requestUris = List.copyOf(requestUris);
    }
}
