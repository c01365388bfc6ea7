package dev.warden.token;

import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.UnresolvableKeyException;

/** JWS headers that are refused in every token, whoever signed it. */
final class JwsHeaders {

    /**
     * Headers by which a token would say how to verify it (RFC 8725 §3.10; RFC 7515 §4.1.11; RFC 7797), that it is
     * compressed (RFC 8725 §3.6) or encrypted, or that it contains another token (RFC 7519 §5.2).
     */
    private static final String[] REFUSED = {"crit", "b64", "jku", "jwk", "x5u", "x5c", "zip", "enc", "cty"};

    private JwsHeaders() {
    }

    static void requirePlain(JsonWebSignature jws) throws UnresolvableKeyException {
        for (String header : REFUSED) {
            if (jws.getHeaders().getObjectHeaderValue(header) != null) {
                throw new UnresolvableKeyException("A header that is not ours: " + header);
            }
        }
    }
}
