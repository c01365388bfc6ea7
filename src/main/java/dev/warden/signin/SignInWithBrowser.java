package dev.warden.signin;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.account.Identity;
import dev.warden.account.LoginName;
import dev.warden.audit.AuditEvent;
import dev.warden.audit.AuditLog;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSessions;
import dev.warden.session.Device;
import dev.warden.session.SessionSecret;

/**
 * Signs a person in by name and password, on a page. Guesses count wherever they are made: limits and audit are those
 * of {@link SignIn}. The result does not distinguish known and unknown names.
 */
@ApplicationScoped
public class SignInWithBrowser {

    private final PasswordProof proof;
    private final StartSession startSession;
    private final AuditLog audit;

    @Inject
    public SignInWithBrowser(PasswordProof proof, StartSession startSession, AuditLog audit) {
        this.proof = proof;
        this.startSession = startSession;
        this.audit = audit;
    }

    protected SignInWithBrowser() {
        this(null, null, null);
    }

    /**
     * A sign-in request.
     *
     * @param remembered whether the person asks to stay signed in after the browser is closed
     * @param before     the session secret that the browser sent; empty if none
     */
    public record Command(LoginName name, String password, boolean remembered, Device device,
            Optional<SessionSecret> before) {

        @Override
        public String toString() {
            return "Command[redacted]";
        }
    }

    public sealed interface Result {
    }

    public record SignedIn(BrowserSessions.Started started) implements Result {
    }

    public record Refused(SignIn.Refusal refusal) implements Result {
    }

    /**
     * @throws dev.warden.password.HashingBusy if no turn to hash came in time
     * @throws dev.warden.platform.DatabaseUnavailable if the database did not answer
     */
    public Result signIn(Command command) {
        return proof.demand(command.name(), command.password(), command.device(), false,
                identity -> start(command, identity)).or(Refused::new);
    }

    private Result start(Command command, Identity identity) {
        BrowserSessions.Started started = startSession.start(new BrowserSessions.Arrival(identity, Assurance.PASSWORD,
                command.remembered(), command.device(), command.before()));
        audit.record(new AuditEvent.SignedIn(identity.id(), started.session().id(), command.device().address()));
        return new SignedIn(started);
    }
}
