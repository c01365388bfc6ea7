package dev.warden.web;

import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import dev.warden.security.RootPaths;

/** The paths of the pages and their files. */
@ApplicationScoped
class WebPaths implements RootPaths {

    static final String INNER = "/_in/web";

    static final String SIGN_IN = "/signin";
    static final String SIGN_UP = "/signup";
    static final String SIGN_OUT = "/signout";
    static final String CONSENT = "/consent";
    static final String CONTINUE = "/continue";
    static final String ACCOUNT = "/account";
    static final String PASSWORD = "/account/password";
    static final String SESSIONS = "/account/sessions";
    static final String APPLICATIONS = "/account/applications";
    static final String THEME = "/theme/";

    /** A path of the provider, which continues there with a pending request. */
    static final String RESUME = "/oauth2/authorize/resume";

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
