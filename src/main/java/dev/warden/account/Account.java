package dev.warden.account;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

import dev.warden.password.PasswordHash;

/** A user account. Changes are verbs; there are no setters. */
@Entity
@Table(name = "account")
public class Account {

    /** Of the values that {@link #values} has. */
    static final String COLUMNS = "id, email, email_key, username, username_key, password_hash, role_id, created_at,"
            + " disabled_at, version";

    @Id
    private String id;
    private String email;
    @Column(name = "email_key")
    private String emailKey;
    private String username;
    @Column(name = "username_key")
    private String usernameKey;
    @Column(name = "password_hash")
    private String passwordHash;
    @Column(name = "role_id")
    private String roleId;
    @Column(name = "created_at")
    private Instant createdAt;
    @Column(name = "disabled_at")
    private Instant disabledAt;
    @Version
    private long version;

    protected Account() {
    }

    /** A new account with the role {@code user}. */
    public Account(AccountId id, Email email, Username username, PasswordHash passwordHash, Instant createdAt) {
        this.id = id.value();
        this.email = email.value();
        this.emailKey = email.key();
        this.username = username.value();
        this.usernameKey = username.key();
        this.passwordHash = passwordHash.value();
        this.roleId = Role.USER;
        this.createdAt = createdAt;
    }

    /** One for each of {@link #COLUMNS}. */
    Object[] values() {
        return new Object[] {id, email, emailKey, username, usernameKey, passwordHash, roleId, createdAt, disabledAt,
                version};
    }

    public Identity identity() {
        return new Identity(id, username, email, roleId);
    }

    public void changePassword(PasswordHash to) {
        passwordHash = to.value();
    }

    public boolean isDisabled() {
        return disabledAt != null;
    }

    /** Disables the account. The caller has to end its sessions. */
    public void disable(Instant now) {
        disabledAt = now;
    }

    /** Enables the account again. */
    public void enable() {
        disabledAt = null;
    }

    /** Assigns another role, by its id. Tokens contain it from the next sign-in or refresh on. */
    public void assign(String role) {
        roleId = role;
    }

    public void changeEmail(Email to) {
        email = to.value();
        emailKey = to.key();
    }
}
