package dev.warden.signin;

import java.util.Optional;

import dev.warden.account.Identity;
import dev.warden.password.PasswordHash;

/**
 * An attempt to prove a password, stored before it is evaluated.
 *
 * @param id         the number of its row
 * @param subject    what it is counted under: the account's id, or {@code !} and a digest of a name that nobody has
 * @param identity   the account that was named; null if there is none
 * @param hash       the stored hash; null if there is none
 * @param isDisabled whether the account is disabled
 * @param counts     what was counted, including this guess
 */
record Guess(long id, String subject, Identity identity, PasswordHash hash, boolean isDisabled, Counts counts) {

    /**
     * Failed or pending guesses in the window.
     *
     * @param ofPair    at this subject from this address
     * @param ofSubject at this subject
     * @param ofAddress from this address
     * @param unknown   answers to this address that there is no such account
     * @param fromKnown whether the account was signed in from this address before
     */
    record Counts(int ofPair, int ofSubject, int ofAddress, int unknown, boolean fromKnown) {
    }

    /** Why a guess is not evaluated. */
    enum Stop {
        PAIR("too-many-for-account-and-address"), SUBJECT("too-many-for-account"), ADDRESS("too-many-from-address"),
        UNKNOWN("too-many-unknown-accounts");

        private final String reason;

        Stop(String reason) {
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    String accountId() {
        return identity == null ? null : identity.id();
    }

    /**
     * The limit that this guess exceeds; empty if it exceeds none. That of the account and the address comes last,
     * because guesses at a name that nobody has do not reach it where another one stops them.
     */
    Optional<Stop> stop(ThrottleSettings limits, boolean revealsAccounts) {
        if (counts.ofSubject > limits.perAccount()) {
            return Optional.of(Stop.SUBJECT);
        }
        if (counts.ofAddress > limits.perAddress()) {
            return Optional.of(Stop.ADDRESS);
        }
        // Without this guess itself, so that answers for known and unknown accounts change at the same moment.
        int unknownBefore = identity == null ? counts.unknown - 1 : counts.unknown;
        if (revealsAccounts && unknownBefore >= limits.unknownPerAddress()) {
            return Optional.of(Stop.UNKNOWN);
        }
        return isOverPair(limits) ? Optional.of(Stop.PAIR) : Optional.empty();
    }

    /** Whether the right password is accepted even though the guess exceeds a limit: the owner's network is known. */
    boolean isExempt(ThrottleSettings limits) {
        return counts.fromKnown && !isOverPair(limits);
    }

    private boolean isOverPair(ThrottleSettings limits) {
        return counts.ofPair > limits.perAccountAndAddress();
    }
}
