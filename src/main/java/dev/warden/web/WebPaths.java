package dev.warden.web;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.consent.PendingPaths;
import dev.warden.security.RootPaths;

/** The paths of the pages and their files. */
@ApplicationScoped
class WebPaths implements RootPaths {

    static final String INNER = "/_in/web";

    static final String SIGN_IN = PendingPaths.SIGN_IN;
    static final String SIGN_UP = PendingPaths.SIGN_UP;
    static final String SIGN_OUT = PendingPaths.SIGN_OUT;
    static final String CONSENT = PendingPaths.CONSENT;
    static final String CONTINUE = "/continue";
    static final String ACCOUNT = "/account";
    static final String PASSWORD = "/account/password";
    static final String SESSIONS = "/account/sessions";
    static final String APPLICATIONS = "/account/applications";
    static final String THEME = "/theme/";

    private static final Set<String> PAGES = Set.of(SIGN_IN, SIGN_UP, SIGN_OUT, CONSENT, CONTINUE, ACCOUNT, PASSWORD,
            SESSIONS, APPLICATIONS);

    /** A path of contract {@code plain} that people may type. */
    private static final String LOGIN = "/login";

    @Override
    public String innerPath() {
        return INNER;
    }

    @Override
    public boolean serves(String path) {
        return PAGES.contains(path) || path.startsWith(THEME);
    }

    @Override
    public Optional<String> insteadForBrowsers(String path) {
        return path.equals(LOGIN) ? Optional.of(SIGN_IN) : Optional.empty();
    }
}
