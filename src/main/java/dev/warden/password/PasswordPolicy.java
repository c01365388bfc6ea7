package dev.warden.password;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * What a new password must be: neither short nor endless, and not one of those everybody takes. No rules of composition
 * (SP 800-63B-4 §3.1.1.2: verifiers SHALL NOT impose them).
 */
@ApplicationScoped
public class PasswordPolicy {

    /** The most code points a password may have. SP 800-63B-4 §3.1.1.2 asks for 64 at least. */
    public static final int MAX_LENGTH = 256;

    /** Why a password may not be chosen. */
    public enum Refusal { TOO_SHORT, TOO_LONG, COMMON }

    private final PolicySettings settings;

    @Inject
    public PasswordPolicy(PolicySettings settings) {
        this.settings = settings;
    }

    protected PasswordPolicy() {
        this(null);
    }

    /** @return the first of the reasons, in their order, to refuse this password; empty if it may be chosen */
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

    /** The least code points a new password may have. */
    public int minLength() {
        return settings.minLength();
    }

    /** The most code points a password may have. */
    public int maxLength() {
        return MAX_LENGTH;
    }
}
