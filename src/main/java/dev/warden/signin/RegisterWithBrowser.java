package dev.warden.signin;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Email;
import dev.warden.account.Identity;
import dev.warden.account.Username;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSessions;
import dev.warden.session.Device;
import dev.warden.session.SessionSecret;

/** Creates an account and signs its owner in, on a page. */
@ApplicationScoped
public class RegisterWithBrowser {

    private final NewAccounts newAccounts;
    private final StartSession startSession;

    @Inject
    public RegisterWithBrowser(NewAccounts newAccounts, StartSession startSession) {
        this.newAccounts = newAccounts;
        this.startSession = startSession;
    }

    protected RegisterWithBrowser() {
        this(null, null);
    }

    /** @param before the session secret that the browser sent; empty if none */
    public record Command(Email email, Username username, String password, Device device,
            Optional<SessionSecret> before) {

        @Override
        public String toString() {
            return "Command[redacted]";
        }
    }

    public sealed interface Result {
    }

    public record Registered(BrowserSessions.Started started) implements Result {
    }

    public record Refused(RegisterAccount.Refusal refusal) implements Result {
    }

    /**
     * @throws dev.warden.password.HashingBusy if no turn to hash came in time
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer
     */
    public Result register(Command command) {
        return newAccounts.add(new NewAccounts.Applicant(command.email(), command.username(), command.password(),
                command.device()), identity -> start(command, identity)).or(Refused::new);
    }

    private NewAccounts.Opened<Result> start(Command command, Identity identity) {
        BrowserSessions.Started started = startSession.start(new BrowserSessions.Arrival(identity, Assurance.PASSWORD,
                false, command.device(), command.before()));
        return new NewAccounts.Opened<>(started.session().id(), new Registered(started));
    }
}
