package dev.warden.oidc;

import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingAuthorization;
import dev.warden.platform.AddressQuery;
import dev.warden.security.FormPost;

/**
 * Creates authorization responses to the client's redirect URI, by query (RFC 6749 §4.1.2), by form (OAuth 2.0 Form
 * Post Response Mode §2) or, errors alone, by fragment, always with the issuer (RFC 9207 §2).
 */
@ApplicationScoped
class AuthorizationAnswers {

    private final OidcSettings settings;

    @Inject
    AuthorizationAnswers(OidcSettings settings) {
        this.settings = settings;
    }

    protected AuthorizationAnswers() {
        this(null);
    }

    Reply code(PendingAuthorization pending, String code) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("code", code);
        return answer(destination(pending), parameters);
    }

    Reply refusal(PendingAuthorization pending, String error, String description) {
        return refusal(destination(pending), new AuthorizationRefused(error, description));
    }

    Reply refusal(AuthorizationRequests.Destination destination, AuthorizationRefused refusal) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", refusal.code());
        parameters.put("error_description", refusal.getMessage());
        return answer(destination, parameters);
    }

    private static AuthorizationRequests.Destination destination(PendingAuthorization pending) {
        return new AuthorizationRequests.Destination(pending.redirectUri(), pending.responseMode(), pending.state(),
                pending.uiLocales());
    }

    private Reply answer(AuthorizationRequests.Destination destination, Map<String, String> parameters) {
        if (destination.state() != null) {
            parameters.put("state", destination.state());
        }
        parameters.put("iss", settings.issuer());
        return switch (destination.responseMode()) {
            case AuthorizationRequests.FORM_POST -> new Reply.Form(new FormPost(destination.redirectUri(), parameters,
                    settings.at(ProviderPaths.FORM_POST_SCRIPT), destination.uiLocales()));
            case AuthorizationRequests.FRAGMENT ->
                    new Reply.SeeOther(destination.redirectUri() + '#' + AddressQuery.encoded(parameters));
            default -> new Reply.SeeOther(AddressQuery.extended(destination.redirectUri(), parameters));
        };
    }
}
