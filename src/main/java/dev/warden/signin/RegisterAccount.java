package dev.warden.signin;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Email;
import dev.warden.account.Identity;
import dev.warden.account.Username;
import dev.warden.password.PasswordPolicy;
import dev.warden.session.Device;
import dev.warden.session.Session;
import dev.warden.session.Sessions;
import dev.warden.token.TokenProfile;

/** Creates an account and signs its owner in, for a program that keeps tokens. */
@ApplicationScoped
public class RegisterAccount {

    private final NewAccounts newAccounts;
    private final Sessions sessions;

    @Inject
    public RegisterAccount(NewAccounts newAccounts, Sessions sessions) {
        this.newAccounts = newAccounts;
        this.sessions = sessions;
    }

    protected RegisterAccount() {
        this(null, null);
    }

    public record Command(Email email, Username username, String password, Device device, TokenProfile profile) {

        @Override
        public String toString() {
            return "Command[redacted]";
        }
    }

    public sealed interface Result {
    }

    public record Registered(Session session, Identity identity) implements Result {
    }

    /** No account was created. */
    public sealed interface Refusal extends Result {
    }

    /** At least one of the two names is taken. */
    public record Taken(boolean email, boolean username) implements Refusal {
    }

    /** The deployment's policy refuses the password. */
    public record WeakPassword(PasswordPolicy.Refusal refusal) implements Refusal {
    }

    /** This network was told too often that a name is taken. */
    public record TooManyGuesses(Duration retryAfter) implements Refusal {
    }

    /**
     * @throws dev.warden.password.HashingBusy if no turn to hash came in time
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer
     */
    public Result register(Command command) {
        return newAccounts.add(new NewAccounts.Applicant(command.email(), command.username(), command.password(),
                command.device()), identity -> open(command, identity)).or(refusal -> refusal);
    }

    private NewAccounts.Opened<Result> open(Command command, Identity identity) {
        Session session = sessions.open(identity.id(), command.profile().name(), command.profile().refreshLifetime(),
                command.device());
        return new NewAccounts.Opened<>(session.id(), new Registered(session, identity));
    }
}
