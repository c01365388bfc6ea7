package dev.warden.session;

import java.util.List;

/**
 * How sure we are of a person who signed in.
 *
 * @param methods how identity was proved: {@code amr} values (RFC 8176 §2), none with a space in it
 * @param level   the authentication context class, {@code acr} (OpenID Connect Core §2)
 */
public record Assurance(List<String> methods, String level) {

    /** One factor, something that the person knows. */
    public static final Assurance PASSWORD = new Assurance(List.of("pwd"), "1");

    public Assurance {
        methods = List.copyOf(methods);
    }
}
