package dev.warden.client;

import java.util.List;

/**
 * The kind of application that a client is (RFC 6749 §2.1), which determines the defaults and limits of its
 * registration.
 */
public enum ClientKind {

    /** Runs on a server and keeps a secret. */
    WEB("web", AuthenticationMethod.CLIENT_SECRET_BASIC, List.of("authorization_code", "refresh_token")),

    /** Runs in a browser and cannot keep a secret: always with PKCE. */
    BROWSER("browser", AuthenticationMethod.NONE, List.of("authorization_code")),

    /** Is installed on a device (RFC 8252): always with PKCE; loopback addresses with any port, custom schemes. */
    NATIVE("native", AuthenticationMethod.NONE, List.of("authorization_code", "refresh_token")),

    /** Acts for itself and not for a person: client credentials only. */
    SERVICE("service", AuthenticationMethod.CLIENT_SECRET_BASIC, List.of("client_credentials")),

    /** Accepts tokens and obtains none: introspection only. */
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

    /** Whether people sign in to it, so that it has redirect URIs. */
    public boolean signsPeopleIn() {
        return this == WEB || this == BROWSER || this == NATIVE;
    }

    /** Whether it may authenticate as a client at all. */
    boolean keepsSecrets() {
        return this != BROWSER;
    }

    /** Whether it may do without authentication. */
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
