package dev.warden.signin;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.account.LoginName;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.session.Device;
import dev.warden.session.Session;
import dev.warden.session.Sessions;
import dev.warden.token.TokenProfile;

/** Signs a person in by name and password, for a program that keeps tokens. */
@ApplicationScoped
public class SignIn {

    private final PasswordProof proof;
    private final Sessions sessions;
    private final AuditLog audit;

    @Inject
    public SignIn(PasswordProof proof, Sessions sessions, AuditLog audit) {
        this.proof = proof;
        this.sessions = sessions;
        this.audit = audit;
    }

    protected SignIn() {
        this(null, null, null);
    }

    /**
     * A sign-in request.
     *
     * @param revealsAccounts whether the caller will tell the person that an account does not exist
     */
    public record Command(LoginName name, String password, Device device, TokenProfile profile,
            boolean revealsAccounts) {

        @Override
        public String toString() {
            return "Command[redacted]";
        }
    }

    public sealed interface Result {
    }

    public record SignedIn(Session session, Identity identity) implements Result {
    }

    /** Nobody was signed in. */
    public sealed interface Refusal extends Result {
    }

    public record UnknownAccount() implements Refusal {
    }

    public record WrongPassword() implements Refusal {
    }

    /** The password was right, but the account is disabled. */
    public record Disabled() implements Refusal {
    }

    /** There were too many guesses, so the password was not checked, or was wrong at a known network. */
    public record TooManyGuesses(Duration retryAfter) implements Refusal {
    }

    /**
     * @throws dev.warden.password.HashingBusy if no turn to hash came in time
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer
     */
    public Result signIn(Command command) {
        return proof.demand(command.name(), command.password(), command.device(), command.revealsAccounts(),
                identity -> open(command, identity)).or(refusal -> refusal);
    }

    private Result open(Command command, Identity identity) {
        Session session = sessions.open(identity.id(), command.profile().name(), command.profile().refreshLifetime(),
                command.device());
        audit.record(new AuditEvent.SignedIn(identity.id(), session.id(), command.device().address()));
        return new SignedIn(session, identity);
    }
}
