package dev.warden.signin;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

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
import dev.warden.platform.Database;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.session.Device;

/**
 * Checks passwords; shared by all ways to sign in and by the change of a password: throttling, then the password. Known
 * and unknown names take the same time.
 */
@ApplicationScoped
public class PasswordProof {

    /** An account may change between the check of its password and the transaction; then both start again. */
    private static final int MAX_ATTEMPTS = 3;

    private final Throttle throttle;
    private final PasswordHashing hashing;
    private final Accounts accounts;
    private final AuditLog audit;
    private final Database database;

    @Inject
    public PasswordProof(Throttle throttle, PasswordHashing hashing, Accounts accounts, AuditLog audit,
            Database database) {
        this.throttle = throttle;
        this.hashing = hashing;
        this.accounts = accounts;
        this.audit = audit;
        this.database = database;
    }

    protected PasswordProof() {
        this(null, null, null, null, null);
    }

    /** Either what was opened, or the reason why nothing was. */
    sealed interface Outcome<S> {

        /** What was opened, or else what the caller makes of the reason. */
        S or(Function<SignIn.Refusal, S> ifRefused);
    }

    private record Opened<S>(S opened) implements Outcome<S> {

        @Override
        public S or(Function<SignIn.Refusal, S> ifRefused) {
            return opened;
        }
    }

    private record Refused<S>(SignIn.Refusal refusal) implements Outcome<S>, Judgement<S> {

        @Override
        public S or(Function<SignIn.Refusal, S> ifRefused) {
            return ifRefused.apply(refusal);
        }
    }

    /**
     * What is to be checked.
     *
     * @param revealsAccounts whether the caller will tell the person that an account does not exist
     * @param wrong           what the audit log calls a wrong password
     */
    private record Asked(LoginName name, String password, Device device, boolean revealsAccounts, String wrong) {

        @Override
        public String toString() {
            return "Asked[redacted]";
        }
    }

    /**
     * The password was right. The guess counts until it is accepted.
     *
     * @param prepared what was hashed in the same turn
     */
    private record Given<P>(Guess guess, P prepared) implements Judgement<P> {
    }

    /** What is hashed in the turn in which a password is checked. */
    private interface Preparation<P> {

        P ifRight(Turn turn, Guess guess);

        /** Empty if a wrong password is refused. */
        default Optional<P> ifWrong(Turn turn, Guess guess) {
            return Optional.empty();
        }
    }

    /**
     * In place of an old password.
     *
     * @param isRepeated whether the password was replaced just now, by what this repeats
     */
    private record Replacement(String newPassword, BooleanSupplier isRepeated)
            implements Preparation<Optional<PasswordHash>> {

        @Override
        public Optional<PasswordHash> ifRight(Turn turn, Guess guess) {
            return Optional.of(turn.hash(newPassword));
        }

        @Override
        public Optional<Optional<PasswordHash>> ifWrong(Turn turn, Guess guess) {
            return isRepeated.getAsBoolean() && turn.matches(newPassword, guess.hash())
                    ? Optional.of(Optional.empty()) : Optional.empty();
        }

        @Override
        public String toString() {
            return "Replacement[redacted]";
        }
    }

    /** The result of evaluating a guess. */
    private sealed interface Judgement<P> {
    }

    /**
     * Checks the password, and opens what it is for, in one transaction with everything that belongs to it.
     *
     * @param revealsAccounts whether the caller will tell the person that an account does not exist
     * @param open            opens it, in the current transaction; may be called again
     */
    <S> Outcome<S> demand(LoginName name, String password, Device device, boolean revealsAccounts,
            Function<Identity, S> open) {
        return demand(new Asked(name, password, device, revealsAccounts, "wrong-password"),
                (turn, guess) -> newer(turn, guess, password), given -> {
                    rehash(given);
                    return open.apply(given.guess.identity());
                });
    }

    /**
     * As {@link #demand}, of somebody who is signed in, for a new password. If that is the account's already, it is no
     * wrong guess to repeat what replaced the old one.
     *
     * @param isRepeated whether the password was replaced just now, by what this repeats
     * @param replace    stores the hash of the new password, in the current transaction; may be called again; without a
     *                   hash if it is stored already
     */
    <S> Outcome<S> demandToReplace(String accountId, String password, String newPassword, Device device,
            BooleanSupplier isRepeated, Function<Optional<PasswordHash>, S> replace) {
        return demand(new Asked(LoginName.id(accountId), password, device, false, "wrong-current-password"),
                new Replacement(newPassword, isRepeated), given -> replace.apply(given.prepared));
    }

    private <P, S> Outcome<S> demand(Asked asked, Preparation<P> preparation, Function<Given<P>, S> open) {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            // The guess is stored within the turn, so that there are never more pending guesses than cores, however
            // many arrive.
            Judgement<P> judgement = hashing.inTurn(turn -> judge(turn, asked, preparation));
            if (judgement instanceof Refused<P> refused) {
                return new Refused<>(refused.refusal);
            }
            Optional<S> opened = database.transaction(() -> accept((Given<P>) judgement, open));
            if (opened.isPresent()) {
                return new Opened<>(opened.get());
            }
        }
        throw new DatabaseUnavailable("an account changed " + MAX_ATTEMPTS + " times while its password was compared",
                null);
    }

    /** Empty if the account changed after its hash was read: then nothing was proved, and the caller starts again. */
    private <P, S> Optional<S> accept(Given<P> given, Function<Given<P>, S> open) {
        if (!throttle.takeBackIfStillRight(given.guess)) {
            throttle.takeBack(given.guess);
            return Optional.empty();
        }
        return Optional.of(open.apply(given));
    }

    private Optional<PasswordHash> newer(Turn turn, Guess guess, String password) {
        return hashing.isOutdated(guess.hash()) ? Optional.of(turn.hash(password)) : Optional.empty();
    }

    private void rehash(Given<Optional<PasswordHash>> given) {
        String accountId = given.guess.accountId();
        given.prepared.filter(newer -> accounts.rehash(accountId, given.guess.hash(), newer))
                .ifPresent(newer -> audit.record(new AuditEvent.PasswordRehashed(accountId)));
    }

    private static boolean isRight(Turn turn, String password, PasswordHash stored) {
        if (stored == null) {
            turn.spend(password);
            return false;
        }
        return turn.matches(password, stored);
    }

    private <P> Judgement<P> judge(Turn turn, Asked asked, Preparation<P> preparation) {
        Guess guess = throttle.begin(asked.name, asked.device, asked.revealsAccounts);
        Optional<Guess.Stop> stop = guess.stop(throttle.limits(), asked.revealsAccounts);
        if (stop.isPresent() && !guess.isExempt(throttle.limits())) {
            return new Refused<>(stopped(guess, stop.get(), asked.device));
        }
        Optional<P> repeated = Optional.empty();
        if (!isRight(turn, asked.password, guess.hash())) {
            repeated = guess.hash() == null ? Optional.empty() : preparation.ifWrong(turn, guess);
            if (repeated.isEmpty()) {
                SignIn.Refusal refusal = refused(guess, asked);
                // As everybody is answered there, or the answer would tell who was signed in from this network.
                return new Refused<>(stop.map(each -> tooMany(guess, each, asked.device)).orElse(refusal));
            }
        }
        if (guess.isDisabled()) {
            throttle.takeBack(guess);
            audit.record(new AuditEvent.SignInRefused(guess.accountId(), asked.device.address(), "disabled"));
            return new Refused<>(new SignIn.Disabled());
        }
        return new Given<>(guess, repeated.orElseGet(() -> preparation.ifRight(turn, guess)));
    }

    private SignIn.Refusal stopped(Guess guess, Guess.Stop stop, Device device) {
        throttle.takeBack(guess);
        if (throttle.isToBeTold(guess.accountId(), device, stop.reason())) {
            audit.logOnly(new AuditEvent.GuessingStopped(guess.accountId(), device.address(), stop.reason()));
        }
        return tooMany(guess, stop, device);
    }

    private SignIn.Refusal tooMany(Guess guess, Guess.Stop stop, Device device) {
        return new SignIn.TooManyGuesses(throttle.retryAfter(guess, stop, device));
    }

    private SignIn.Refusal refused(Guess guess, Asked asked) {
        boolean isKnown = guess.identity() != null;
        audit.record(new AuditEvent.SignInRefused(guess.accountId(), asked.device.address(),
                isKnown ? asked.wrong : "unknown-account"));
        return isKnown ? new SignIn.WrongPassword() : new SignIn.UnknownAccount();
    }
}
