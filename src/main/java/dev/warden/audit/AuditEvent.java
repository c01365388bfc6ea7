package dev.warden.audit;

import java.util.Locale;

/**
 * A security event, recorded when it is certain. Accounts and sessions are identified by id; an address is the
 * client's.
 */
public sealed interface AuditEvent {

    /** Somebody created an account and was signed in to it. */
    record AccountRegistered(String accountId, String sessionId, String address) implements AuditEvent {
    }

    /** Somebody proved to be the owner of an account. */
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

    /** A guess was refused without looking at the password. Only logged, because a flood would fill the table. */
    record GuessingStopped(String accountId, String address, String detail) implements AuditEvent {
    }

    /** A session ended because its owner signed out. */
    record SignedOut(String accountId, String sessionId) implements AuditEvent {
    }

    /** A refresh token was presented that had been replaced long before: it was copied, and its session is revoked. */
    record RefreshTokenReused(String accountId, String sessionId, String address) implements AuditEvent {
    }

    /** The owner changed the password, which ended the account's other sessions. */
    record PasswordChanged(String accountId, String sessionId, String address) implements AuditEvent {
    }

    /** A hash in an outdated form was replaced at sign-in. */
    record PasswordRehashed(String accountId) implements AuditEvent {
    }

    /** A signing key was created. */
    record SigningKeyCreated(String detail) implements AuditEvent {
    }

    /** A person allowed a client to learn something. The detail is the client's id and the scopes. */
    record ConsentGiven(String accountId, String detail) implements AuditEvent {
    }

    /** A consent no longer applies. The detail is the client's id. */
    record ConsentWithdrawn(String accountId, String detail) implements AuditEvent {
    }

    /** An authorization code was presented again, which revoked what it had given. The detail is the client's id. */
    record AuthorizationCodeReused(String accountId, String sessionId, String address, String detail)
            implements AuditEvent {
    }

    /**
     * A client failed to authenticate. The detail is why, and the id that was sent. Only logged, for the same reason as
     * {@link GuessingStopped}.
     */
    record ClientRefused(String address, String detail) implements AuditEvent {
    }

    /**
     * A person saw an error page because the request names no application that is known, or no address of its own to
     * return to. The detail is why, the id and the address that were sent. Only logged, likewise.
     */
    record RedirectRefused(String address, String detail) implements AuditEvent {
    }

    /** A client was added or changed. The detail is its id. */
    record ClientSaved(String detail) implements AuditEvent {
    }

    /** A client was removed. The detail is its id. */
    record ClientDeleted(String detail) implements AuditEvent {
    }

    /** A client was saved whose redirect URI may be any page below a folder. The detail is its id and the folder. */
    record RedirectPrefixAllowed(String detail) implements AuditEvent {
    }

    /** A signing key was revoked, with everything it signed. */
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

    /** The kind of event, in the log and the table: {@code SignedIn} is {@code signed-in}. */
    default String type() {
        return getClass().getSimpleName().replaceAll("(?<=.)(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
