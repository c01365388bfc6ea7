package dev.warden.session;

import java.util.List;

/**
 * How strongly a person was authenticated.
 *
 * @param methods authentication methods: {@code amr} values (RFC 8176 §2), without spaces
 * @param level   the authentication context class, {@code acr} (OpenID Connect Core §2)
 */
public record Assurance(List<String> methods, String level) {

    /** One factor, something that the person knows. */
    public static final Assurance PASSWORD = new Assurance(List.of("pwd"), "1");

    public Assurance {
        methods = List.copyOf(methods);
    }
}
