package dev.warden.oidc;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.consent.PendingAuthorization;

/**
 * Creates authorization responses to the client's redirect URI, by query (RFC 6749 §4.1.2) or by form (OAuth 2.0 Form
 * Post Response Mode §2), always with the issuer (RFC 9207 §2).
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
        return new AuthorizationRequests.Destination(pending.redirectUri(), pending.responseMode(), pending.state());
    }

    private Reply answer(AuthorizationRequests.Destination destination, Map<String, String> parameters) {
        if (destination.state() != null) {
            parameters.put("state", destination.state());
        }
        parameters.put("iss", settings.issuer());
        return destination.responseMode().equals(AuthorizationRequests.FORM_POST)
                ? form(destination.redirectUri(), parameters) : query(destination.redirectUri(), parameters);
    }

    /**
     * RFC 6749 §3.1.2: a query that the redirect URI has "MUST be retained when adding additional query parameters".
     */
    private static Reply query(String redirectUri, Map<String, String> parameters) {
        String query = parameters.entrySet().stream().map(entry -> entry.getKey() + '='
                + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return new Reply.SeeOther(redirectUri + (redirectUri.indexOf('?') < 0 ? '?' : '&') + query);
    }

    /** A page whose form is submitted by our script, or by a person who presses its button. */
    private Reply form(String redirectUri, Map<String, String> parameters) {
        String inputs = parameters.entrySet().stream().map(entry -> "<input type=\"hidden\" name=\"" + entry.getKey()
                + "\" value=\"" + escaped(entry.getValue()) + "\">").collect(Collectors.joining());
        String page = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Continuing\u2026</title>"
                + "<script src=\"" + escaped(settings.at(ProviderPaths.FORM_POST_SCRIPT)) + "\" defer></script></head>"
                + "<body><form method=\"post\" action=\"" + escaped(redirectUri) + "\">" + inputs
                + "<noscript><p>Press the button to continue.</p><button type=\"submit\">Continue</button></noscript>"
                + "</form></body></html>";
        return Reply.text(200, "text/html;charset=UTF-8", page).with("Content-Security-Policy",
                "default-src 'none'; script-src " + origin(settings.issuer()) + "; base-uri 'none'; form-action "
                        + formAction(redirectUri) + "; frame-ancestors 'none'");
    }

    /**
     * The client may redirect after receiving the form, and Chromium applies form-action to those redirects too, so the
     * client's own origin would not be enough. What a client does with its response is its own matter.
     */
    private static String formAction(String redirectUri) {
        String scheme = URI.create(redirectUri).getScheme();
        return scheme.equals("https") || scheme.equals("http") ? "https: http:" : scheme + ':';
    }

    private static String origin(String address) {
        URI uri = URI.create(address);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** Escapes for text and quoted attributes in HTML. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
