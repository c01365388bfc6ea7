package dev.warden.signin;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Accounts;
import dev.warden.account.Identity;
import dev.warden.account.LoginName;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.password.PasswordHash;
import dev.warden.password.PasswordHashing;
import dev.warden.password.Turn;
import dev.warden.session.Device;

/**
 * What every door has in common where a person signs in: throttling, then the password. Known and unknown names cost the
 * same time.
 */
@ApplicationScoped
public class PasswordProof {

    private final Throttle throttle;
    private final PasswordHashing hashing;
    private final Accounts accounts;
    private final AuditLog audit;

    @Inject
    public PasswordProof(Throttle throttle, PasswordHashing hashing, Accounts accounts, AuditLog audit) {
        this.throttle = throttle;
        this.hashing = hashing;
        this.accounts = accounts;
        this.audit = audit;
    }

    protected PasswordProof() {
        this(null, null, null, null);
    }

    sealed interface Outcome {
    }

    /** The password was right. The guess stands until {@link PasswordProof#accept}. */
    record Given(Guess guess, Optional<PasswordHash> newer) implements Outcome {

        Identity identity() {
            return guess.identity();
        }
    }

    record Refused(SignIn.Refusal refusal) implements Outcome {
    }

    /** @param revealsAccounts whether the caller will tell the person that an account does not exist */
    Outcome demand(LoginName name, String password, Device device, boolean revealsAccounts) {
        // The guess is written down inside the turn: no more are ever open than cores, however many arrive.
        return hashing.inTurn(turn -> demand(turn, name, password, device, revealsAccounts));
    }

    /** Takes the guess back and renews an outdated hash, in the transaction that opens a session. */
    void accept(Given given) {
        Identity identity = given.identity();
        given.newer().filter(newer -> accounts.rehash(identity.id(), given.guess().hash(), newer))
                .ifPresent(newer -> audit.record(new AuditEvent.PasswordRehashed(identity.id())));
        throttle.takeBack(given.guess());
    }

    static boolean isRight(Turn turn, String password, PasswordHash stored) {
        if (stored == null) {
            turn.spend(password);
            return false;
        }
        return turn.matches(password, stored);
    }

    private Outcome demand(Turn turn, LoginName name, String password, Device device, boolean revealsAccounts) {
        Guess guess = throttle.begin(name, device, revealsAccounts);
        Optional<Guess.Stop> stop = guess.stop(throttle.limits(), revealsAccounts);
        if (stop.isPresent()) {
            return new Refused(stopped(guess, stop.get(), device));
        }
        if (!isRight(turn, password, guess.hash())) {
            return new Refused(refused(guess, device));
        }
        if (guess.isDisabled()) {
            throttle.takeBack(guess);
            audit.record(new AuditEvent.SignInRefused(guess.accountId(), device.address(), "disabled"));
            return new Refused(new SignIn.Disabled());
        }
        return new Given(guess, hashing.isOutdated(guess.hash()) ? Optional.of(turn.hash(password)) : Optional.empty());
    }

    private SignIn.Refusal stopped(Guess guess, Guess.Stop stop, Device device) {
        throttle.takeBack(guess);
        audit.logOnly(new AuditEvent.GuessingStopped(guess.accountId(), device.address(), stop.reason()));
        return new SignIn.TooManyGuesses(throttle.wait(guess, stop, device));
    }

    private SignIn.Refusal refused(Guess guess, Device device) {
        boolean isKnown = guess.identity() != null;
        audit.record(new AuditEvent.SignInRefused(guess.accountId(), device.address(),
                isKnown ? "wrong-password" : "unknown-account"));
        return isKnown ? new SignIn.WrongPassword() : new SignIn.UnknownAccount();
    }
}
