package dev.warden.web;

import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;

import dev.warden.security.BrowserCookie;
import dev.warden.security.ClientConnection;
import dev.warden.security.Form;
import dev.warden.session.BrowserSession;
import dev.warden.session.Device;
import dev.warden.session.EndableSession;
import dev.warden.session.EndedSession;
import dev.warden.session.SessionSecret;

/** One request for a page: who sends it, in which language, and for what. */
final class Visit {

    /** Of a form: the session in which it was shown. */
    static final String HERE = "here";

    private static final String THEN = "then";
    private static final String PASSWORD = "password";

    /** Leads back to the page for a new password afterwards. No address is taken from a request. */
    static final String SIGN_IN_FOR_PASSWORD = WebPaths.SIGN_IN + "?" + THEN + "=" + PASSWORD;

    private final HttpServletRequest request;
    private final Language language;
    private final Form input;
    private final Optional<PendingRequest> pendingRequest;
    private final BrowserCookie cookies;
    private Optional<BrowserSession> session;

    /** @param input the query of a GET, the form of a POST */
    Visit(HttpServletRequest request, Language language, Form input, Optional<PendingRequest> pendingRequest,
            BrowserCookie cookies) {
        this.request = request;
        this.language = language;
        this.input = input;
        this.pendingRequest = pendingRequest;
        this.cookies = cookies;
    }

    Language language() {
        return language;
    }

    Form input() {
        return input;
    }

    /** What to continue with afterwards; empty if the person came without an application. */
    Optional<PendingRequest> pendingRequest() {
        return pendingRequest;
    }

    /** Where somebody continues who was signed in already; others are led on by {@link Welcome}. */
    Answer.SeeOther onwards() {
        return new Answer.SeeOther(pendingRequest.map(it -> it.at(WebPaths.CONTINUE)).orElseGet(this::destination));
    }

    /** Where somebody continues who came without an application: to the account, or what they wanted there. */
    String destination() {
        return input.text(THEN).equals(PASSWORD) ? WebPaths.PASSWORD : WebPaths.ACCOUNT;
    }

    /** The value of parameter {@code then} by which {@link #destination} says the same again; empty for the account. */
    String then() {
        return destination().equals(WebPaths.PASSWORD) ? PASSWORD : "";
    }

    /** What is to be said about the form before; empty if nothing. */
    String notice() {
        return Notice.in(request).map(it -> language.say(it.key())).orElse("");
    }

    /**
     * Whether the form was shown in this session. If somebody else has signed in meanwhile, it is not theirs: they get
     * to see their own before anything is done.
     */
    boolean isFormOf(BrowserSession session) {
        return session.id().equals(input.text(HERE));
    }

    Device device() {
        return connection().device();
    }

    ClientConnection connection() {
        return ClientConnection.of(request);
    }

    /** The session of the person, as the database has it now; queried once. */
    Optional<BrowserSession> session() {
        if (session == null) {
            session = cookies.session(request);
        }
        return session;
    }

    /** The session of this browser that can be ended, even if it has expired. Not a sign that anybody is signed in. */
    Optional<EndableSession> endable() {
        return cookies.endable(request);
    }

    /**
     * The session of this browser whose secret was replaced within the last minute: this may be the second click. Not a
     * sign that anybody is signed in.
     */
    Optional<BrowserSession> justRenewed() {
        return cookies.justRenewed(request);
    }

    /** The session of this browser that ended within the last minute: this may be the second click. */
    Optional<EndedSession> justEnded() {
        return cookies.justEnded(request);
    }

    /** The session secret that the browser sent, valid or not. */
    Optional<SessionSecret> secret() {
        return cookies.secret(request);
    }
}
