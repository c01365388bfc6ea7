package dev.warden.web;

import java.util.Map;
import java.util.Optional;

/**
 * A file that pages use.
 *
 * @param type its media type, with charset
 */
record ThemeFile(String type, byte[] octets) {

    private static final Map<String, String> TYPES = Map.of("css", "text/css;charset=UTF-8", "svg", "image/svg+xml",
            "png", "image/png", "jpg", "image/jpeg", "webp", "image/webp", "ico", "image/x-icon", "woff2",
            "font/woff2");

    /** The media type of a file; empty if pages have no use for this kind. Scripts are excluded. */
    static Optional<String> typeOf(String name) {
        return Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    boolean isFont() {
        return type.startsWith("font/");
    }
}
