package dev.warden.platform;

import java.net.URI;
import java.util.Locale;

/** Origins as browsers write them: scheme, host, and a port that is not the scheme's own (RFC 6454 §6.2). */
public final class WebOrigin {

    private WebOrigin() {
    }

    /** @param uri with an authority, without userinfo */
    public static String of(URI uri) {
        return of(uri.getScheme(), uri.getRawAuthority());
    }

    public static String of(String scheme, String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String own = scheme.equals("https") ? ":443" : scheme.equals("http") ? ":80" : ":";
        return scheme + "://" + (lower.endsWith(own) ? lower.substring(0, lower.length() - own.length()) : lower);
    }
}
