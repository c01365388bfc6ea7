package dev.warden.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

import dev.warden.platform.RandomText;
import dev.warden.platform.Sha256;
import dev.warden.security.ClientConnection;
import dev.warden.security.Form;
import dev.warden.security.HostCookie;

/**
 * Protects forms against forgery (CWE-352): the browser has a random cookie, and the form its digest. A page elsewhere
 * can read neither. Nothing is stored, so merely opening a page leaves no trace. The cookie stays after the browser is
 * closed: pages that are opened at once without it, in several tabs, are each given one, of which the last remains.
 */
@ApplicationScoped
public class FormTokens {

    /** The name of the hidden field. */
    static final String FIELD = "form-token";

    private static final HostCookie COOKIE = new HostCookie("warden-form");
    /** Browsers keep no cookie for longer (draft-ietf-httpbis-rfc6265bis §5.5). */
    private static final Duration LIFETIME = Duration.ofDays(400);
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final SecureRandom random;

    @Inject
    public FormTokens(SecureRandom random) {
        this.random = random;
    }

    protected FormTokens() {
        this(null);
    }

    /**
     * A token for the forms of one page.
     *
     * @param setCookie the value of a Set-Cookie header; empty if the browser has the cookie
     */
    record Issued(String token, Optional<String> setCookie) {
    }

    Issued issue(HttpServletRequest request) {
        Optional<String> there = cookie(request);
        if (there.isPresent()) {
            return new Issued(token(there.get()), Optional.empty());
        }
        String value = RandomText.of256Bits(random);
        return new Issued(token(value), Optional.of(COOKIE.header(value, LIFETIME, ClientConnection.of(request))));
    }

    boolean isGood(HttpServletRequest request, Form form) {
        return cookie(request).map(FormTokens::token).filter(token -> MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), form.text(FIELD).getBytes(StandardCharsets.UTF_8))).isPresent();
    }

    private static Optional<String> cookie(HttpServletRequest request) {
        return COOKIE.value(request).filter(value -> FORM.matcher(value).matches());
    }

    private static String token(String cookie) {
        return Sha256.base64url(cookie);
    }
}
