package dev.warden.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;

import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.EndableSession;
import dev.warden.session.EndedSession;
import dev.warden.session.SessionSecret;

/** The session cookie of a browser. It survives closing the browser only if the person asked to stay signed in. */
@ApplicationScoped
public class BrowserCookie {

    private static final HostCookie COOKIE = new HostCookie("warden-session");

    private final BrowserSessions sessions;
    private final Clock clock;

    @Inject
    public BrowserCookie(BrowserSessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    protected BrowserCookie() {
        this(null, null);
    }

    /** The session of a request, whose time of last use is updated; empty if nobody is signed in. */
    public Optional<BrowserSession> session(HttpServletRequest request) {
        Optional<BrowserSession> session = secret(request).flatMap(sessions::find);
        session.ifPresent(sessions::touch);
        return session;
    }

    /** The session of a request that can be ended, even if it has expired. Not a sign that anybody is signed in. */
    public Optional<EndableSession> endable(HttpServletRequest request) {
        return secret(request).flatMap(sessions::findEndable);
    }

    /**
     * The session of a request whose secret was replaced within the last minute, while the browser was sending this.
     * Not a sign that anybody is signed in.
     */
    public Optional<BrowserSession> justRenewed(HttpServletRequest request) {
        return secret(request).flatMap(sessions::findJustAuthenticated);
    }

    /** The session of a request that ended within the last minute, while the browser was sending this. */
    public Optional<EndedSession> justEnded(HttpServletRequest request) {
        return secret(request).flatMap(sessions::findJustEnded);
    }

    /** The secret in a request, valid or not. */
    public Optional<SessionSecret> secret(HttpServletRequest request) {
        return COOKIE.value(request).flatMap(SessionSecret::read);
    }

    /** The value of a Set-Cookie header (RFC 6265 §4.1.1) that signs a browser in. */
    public String of(BrowserSessions.Started started, ClientConnection connection) {
        BrowserSession session = started.session();
        String secret = started.secret().value();
        return session.remembered()
                ? COOKIE.header(secret, Duration.between(clock.instant(), session.endsAt()), connection)
                : COOKIE.header(secret, connection);
    }

    /** The value of a Set-Cookie header that signs a browser out. */
    public String cleared(ClientConnection connection) {
        return COOKIE.removed(connection);
    }
}
