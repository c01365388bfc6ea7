package dev.warden.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The rules for a client's authorization requests.
 *
 * @param requiresPkce     whether a {@code code_challenge} is required (RFC 7636); always for public clients
 * @param requiresConsent  whether a person is asked before the client learns anything
 * @param requiresPushed   whether requests must be pushed (RFC 9126 §6)
 * @param defaultMaxAge    {@code max_age} for requests without it; null for no limit
 * @param requiresAuthTime whether ID tokens must contain {@code auth_time}
 * @param defaultAcrValues {@code acr_values} for requests without them
 * @param requestUris      allowed values of {@code request_uri}, optionally with a digest of the content as fragment
 * @param initiateLoginUri where a third party may initiate a sign-in (OpenID Connect Core 1.0 §4); null if nowhere
 */
public record AuthorizationRules(boolean requiresPkce, boolean requiresConsent, boolean requiresPushed,
        Duration defaultMaxAge, boolean requiresAuthTime, List<String> defaultAcrValues, List<String> requestUris,
        URI initiateLoginUri) {

    public AuthorizationRules {
        defaultAcrValues = List.copyOf(defaultAcrValues);
        requestUris = List.copyOf(requestUris);
    }
}
