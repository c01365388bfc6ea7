package dev.warden.audit;

import java.util.Locale;

/**
 * A fact of security, told when it is certain. Accounts and sessions are named by id; an address is that of the client.
 */
public sealed interface AuditEvent {

    /** Someone made an account and was signed in to it. */
    record AccountRegistered(String accountId, String sessionId, String address) implements AuditEvent {
    }

    /** Someone proved to be the owner of an account. */
    record SignedIn(String accountId, String sessionId, String address) implements AuditEvent {
    }

    /**
     * A sign-in was evaluated and refused.
     *
     * @param accountId the account that was named; null if there is none
     * @param detail    why, for example {@code wrong-password}
     */
    record SignInRefused(String accountId, String address, String detail) implements AuditEvent {
    }

    /**
     * Guessing was stopped: an answer was refused without looking at the password. Logged only, or a flood would fill
     * the table.
     */
    record GuessingStopped(String accountId, String address, String detail) implements AuditEvent {
    }

    /** A session ended because its owner asked. */
    record SignedOut(String accountId, String sessionId) implements AuditEvent {
    }

    /** A refresh token came that was replaced long ago: it was copied, and its session is revoked. */
    record RefreshTokenReused(String accountId, String sessionId, String address) implements AuditEvent {
    }

    /** An owner changed the password, which ended the account's other sessions. */
    record PasswordChanged(String accountId, String sessionId, String address) implements AuditEvent {
    }

    /** A hash in an outdated form was replaced at sign-in. */
    record PasswordRehashed(String accountId) implements AuditEvent {
    }

    /** A key that signs tokens was made. */
    record SigningKeyCreated(String detail) implements AuditEvent {
    }

    /** A person agreed that a client learns something. The detail is the client's id and the scopes. */
    record ConsentGiven(String accountId, String detail) implements AuditEvent {
    }

    /** What a person agreed to for a client does not hold any more. The detail is the client's id. */
    record ConsentWithdrawn(String accountId, String detail) implements AuditEvent {
    }

    /** An authorization code was used again, which ended what it had given. The detail is the client's id. */
    record AuthorizationCodeReused(String accountId, String sessionId, String address, String detail)
            implements AuditEvent {
    }

    /**
     * Somebody did not prove to be the client that was named. The detail is its id. Logged only, for the same reason as
     * {@link GuessingStopped}.
     */
    record ClientRefused(String address, String detail) implements AuditEvent {
    }

    /** A client was added or changed. The detail is its id. */
    record ClientSaved(String detail) implements AuditEvent {
    }

    /** A client was removed. The detail is its id. */
    record ClientDeleted(String detail) implements AuditEvent {
    }

    /** A client was saved that may be answered at every page below a folder. The detail is its id and the folder. */
    record RedirectPrefixAllowed(String detail) implements AuditEvent {
    }

    /** A key that signs tokens was ended before its time, with all it signed. */
    record SigningKeyRevoked(String detail) implements AuditEvent {
    }

    /** The declared configuration added or changed an account. The detail is what changed. */
    record AccountDeclared(String accountId, String detail) implements AuditEvent {
    }

    /** A role was added. The detail is its name. */
    record RoleAdded(String detail) implements AuditEvent {
    }

    default String accountId() {
        return null;
    }

    default String sessionId() {
        return null;
    }

    default String address() {
        return null;
    }

    default String detail() {
        return null;
    }

    /** The kind of fact, in the log and the table: {@code SignedIn} is {@code signed-in}. */
    default String type() {
        return getClass().getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
