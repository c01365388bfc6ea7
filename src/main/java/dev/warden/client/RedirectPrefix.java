package dev.warden.client;

import java.util.Optional;

import dev.warden.platform.InvalidValue;

/**
 * Allows every redirect URI below one folder of one origin. It exists for clients such as WildFly's, whose
 * {@code redirect_uri} is whatever page a person requested. RFC 9700 §4.1.3 demands exact matching, so an operator has
 * to choose this mode explicitly, it is refused to public clients, and it is recorded in the audit log.
 *
 * @param value an address that ends with a slash and has no query, for example {@code https://shop.example.org/cart/}
 */
public record RedirectPrefix(String value) {

    private static final String FIELD = "redirect_uri_prefixes";

    public RedirectPrefix {
        RedirectUri folder = parsed(value)
                .orElseThrow(() -> new InvalidValue(FIELD, "is no address that could be allowed"));
        if (folder.hasOwnScheme() || folder.hasQuery() || !value.endsWith("/")) {
            throw new InvalidValue(FIELD, "must be a folder of a web origin, ending with a slash");
        }
    }

    /**
     * Whether a requested address is below the folder. It must satisfy all rules for registered addresses, so that it
     * begins with the folder for every parser and not only as text.
     */
    boolean covers(String requested) {
        return requested.startsWith(value) && parsed(requested)
                .filter(uri -> !uri.hasParameter(RedirectUri.OF_RESPONSES))
                .isPresent();
    }

    private static Optional<RedirectUri> parsed(String text) {
        try {
            return Optional.of(new RedirectUri(text));
        } catch (InvalidValue refused) {
            return Optional.empty();
        }
    }
}
