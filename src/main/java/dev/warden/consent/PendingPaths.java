package dev.warden.consent;

/**
 * The paths between which what waits for a person travels: from the provider to a page, and back. Relative to the
 * context root.
 */
public final class PendingPaths {

    /** The page that signs a person in. */
    public static final String SIGN_IN = "/signin";
    /** The page that registers a person. */
    public static final String SIGN_UP = "/signup";
    /** The page that asks whether an application may have what it requests. */
    public static final String CONSENT = "/consent";
    /** The page that signs a person out. */
    public static final String SIGN_OUT = "/signout";
    /** Where a page sends a person back to the provider with an authorization request. */
    public static final String RESUME = "/oauth2/authorize/resume";

    /** The parameter with the sealed text. */
    public static final String PARAMETER = "request";

    private PendingPaths() {
    }

    /** A path with a sealed text. */
    public static String at(String path, String sealed) {
        return path + "?" + PARAMETER + "=" + sealed;
    }
}
