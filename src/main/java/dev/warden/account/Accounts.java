package dev.warden.account;

import java.time.Instant;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceException;

import dev.warden.password.PasswordHash;
import dev.warden.platform.Database;

/** The repository of accounts. */
@ApplicationScoped
public class Accounts {

    private final Database database;

    @Inject
    public Accounts(Database database) {
        this.database = database;
    }

    protected Accounts() {
        this(null);
    }

    /** The email or username belongs to another account: a unique index refused the row. */
    public static final class Taken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Taken(Throwable cause) {
            super("email or username is taken", cause);
        }
    }

    /**
     * Adds an account, in the current transaction, which has to be rolled back if this fails. By SQL, because Hibernate
     * logs each refused row as an error, with the email address in it.
     *
     * @throws Taken if its email or its username is taken
     */
    public void add(Account account) {
        Object[] values = account.values();
        try {
            database.update("INSERT INTO account (" + Account.COLUMNS + ") VALUES ("
                    + Database.placeholders("?", values.length) + ")", values);
        } catch (RuntimeException e) {
            throw takenOr(e);
        }
    }

    /**
     * Writes the changes made to accounts in the current transaction, which has to be rolled back if this fails.
     *
     * @throws Taken if an email or username is taken
     */
    public void flush() {
        try {
            database.entityManager().flush();
        } catch (PersistenceException e) {
            throw takenOr(e);
        }
    }

    private static RuntimeException takenOr(RuntimeException failure) {
        return Database.isDuplicate(failure) ? new Taken(failure) : failure;
    }

    /** The account with an id, locked until the current transaction ends. */
    public Optional<Account> findForUpdate(AccountId id) {
        return Optional.ofNullable(database.entityManager()
                .find(Account.class, id.value(), LockModeType.PESSIMISTIC_WRITE));
    }

    /**
     * An account as an administrator sees it.
     *
     * @param email    text only: later versions may refuse what is stored
     * @param emailKey {@link Email#key()} of it
     * @param declared whether the declared configuration created or changed it; otherwise anybody may have registered
     *                 it
     */
    public record Overview(String id, String email, String emailKey, String roleId, boolean disabled,
            StandardClaims claims, boolean declared) {
    }

    /** The account with a username. */
    public Optional<Overview> find(Username username) {
        return database.first("SELECT id, email, email_key, role_id, disabled_at, claims, declared FROM account"
                        + " WHERE username_key = ?",
                row -> new Overview(row.getString("id"), row.getString("email"), row.getString("email_key"),
                        row.getString("role_id"), Database.instant(row, "disabled_at") != null, StandardClaims.in(row),
                        row.getBoolean("declared")), username.key());
    }

    /** Records that the declared configuration created or changed an account. */
    public void declare(String accountId) {
        database.update("UPDATE account SET declared = TRUE WHERE id = ?", accountId);
    }

    /** Replaces the claims about an account's owner. */
    public void describe(String accountId, StandardClaims claims, Instant now) {
        database.update("UPDATE account SET claims = ? WHERE id = ?", StandardClaims.write(claims.json(), now),
                accountId);
    }

    /** Whether an account has this email address. */
    public boolean has(Email email) {
        return database.first("SELECT 1 FROM account WHERE email_key = ?", row -> true, email.key()).isPresent();
    }

    /** Whether an account has this username. */
    public boolean has(Username username) {
        return database.first("SELECT 1 FROM account WHERE username_key = ?", row -> true, username.key()).isPresent();
    }

    /**
     * Replaces a hash by a newer one of the same password, unless the password was changed meanwhile.
     *
     * @return whether it was replaced
     */
    public boolean rehash(String accountId, PasswordHash from, PasswordHash to) {
        return database.update("UPDATE account SET password_hash = ?, version = version + 1"
                + " WHERE id = ? AND password_hash = ?", to.value(), accountId, from.value()) == 1;
    }
}
