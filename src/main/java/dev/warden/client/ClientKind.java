package dev.warden.client;

import java.util.List;

/** What sort of application a client is (RFC 6749 §2.1), which sets the defaults of its registration and limits it. */
public enum ClientKind {

    /** Runs on a server and keeps a secret. */
    WEB("web", AuthenticationMethod.CLIENT_SECRET_BASIC, List.of("authorization_code", "refresh_token")),

    /** Runs in a browser and can keep no secret: PKCE always. */
    BROWSER("browser", AuthenticationMethod.NONE, List.of("authorization_code")),

    /** Is installed on a device (RFC 8252): PKCE always, loopback addresses with any port, schemes of its own. */
    NATIVE("native", AuthenticationMethod.NONE, List.of("authorization_code", "refresh_token")),

    /** Acts for itself and for no person: client credentials alone. */
    SERVICE("service", AuthenticationMethod.CLIENT_SECRET_BASIC, List.of("client_credentials")),

    /** Accepts tokens and gets none: introspection alone. */
    RESOURCE_SERVER("resource-server", AuthenticationMethod.CLIENT_SECRET_BASIC, List.of());

    private final String word;
    private final AuthenticationMethod authenticationMethod;
    private final List<String> grantTypes;

    ClientKind(String word, AuthenticationMethod authenticationMethod, List<String> grantTypes) {
        this.word = word;
        this.authenticationMethod = authenticationMethod;
        this.grantTypes = grantTypes;
    }

    /** The value of member {@code client_kind}. */
    public String word() {
        return word;
    }

    /** Whether people sign in to it, and so whether it has redirect URIs. */
    public boolean signsPeopleIn() {
        return this == WEB || this == BROWSER || this == NATIVE;
    }

    /** Whether it may authenticate as a client at all. */
    boolean keepsSecrets() {
        return this != BROWSER;
    }

    /** Whether it may do without authenticating. */
    boolean mayBePublic() {
        return this == BROWSER || this == NATIVE;
    }

    AuthenticationMethod defaultAuthenticationMethod() {
        return authenticationMethod;
    }

    List<String> defaultGrantTypes() {
        return grantTypes;
    }
}
