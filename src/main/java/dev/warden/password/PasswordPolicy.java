package dev.warden.password;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The policy for new passwords: a minimum and maximum length, and a blocklist. No composition rules (SP 800-63B-4
 * §3.1.1.2: verifiers SHALL NOT impose them).
 */
@ApplicationScoped
public class PasswordPolicy {

    /** The maximum length of a password in code points. SP 800-63B-4 §3.1.1.2 requires at least 64. */
    public static final int MAX_LENGTH = 256;

    /** Why a password is refused. */
    public enum Refusal { TOO_SHORT, TOO_LONG, COMMON }

    private final PolicySettings settings;

    @Inject
    public PasswordPolicy(PolicySettings settings) {
        this.settings = settings;
    }

    protected PasswordPolicy() {
        this(null);
    }

    /** @return the first reason, in declaration order, to refuse this password; empty if it is allowed */
    public Optional<Refusal> refuses(String password) {
        // "Each Unicode code point SHALL be counted as a single character when evaluating password length."
        int length = password.codePointCount(0, password.length());
        if (length < minLength()) {
            return Optional.of(Refusal.TOO_SHORT);
        }
        if (length > MAX_LENGTH) {
            return Optional.of(Refusal.TOO_LONG);
        }
        return settings.blocklist().contains(password) ? Optional.of(Refusal.COMMON) : Optional.empty();
    }

    /** The minimum length of a new password in code points. */
    public int minLength() {
        return settings.minLength();
    }
}
