package dev.warden.client;

/** How a client authenticates at the token endpoint (OpenID Connect Core 1.0 §9). */
public enum AuthenticationMethod {

    CLIENT_SECRET_BASIC("client_secret_basic", true),
    CLIENT_SECRET_POST("client_secret_post", true),

    /** A JWT signed with the secret, which is therefore also stored sealed and not only as a hash. */
    CLIENT_SECRET_JWT("client_secret_jwt", true),

    /** A JWT signed with a key of {@code jwks} or {@code jwks_uri}. */
    PRIVATE_KEY_JWT("private_key_jwt", false),

    /** A public client. */
    NONE("none", false);

    private final String word;
    private final boolean usesSecret;

    AuthenticationMethod(String word, boolean usesSecret) {
        this.word = word;
        this.usesSecret = usesSecret;
    }

    /** The value of member {@code token_endpoint_auth_method}. */
    public String word() {
        return word;
    }

    public boolean usesSecret() {
        return usesSecret;
    }

    /** Whether checking what the client sends requires the plain secret, and not just its hash. */
    public boolean sharesSecret() {
        return this == CLIENT_SECRET_JWT;
    }
}
