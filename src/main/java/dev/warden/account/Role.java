package dev.warden.account;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A role of accounts. Tokens of contract {@code plain} contain its id, a UUID. */
@Entity
@Table(name = "role")
public class Role {

    /** The id of the role that everybody gets at registration. The migrations create it. */
    static final String USER = "5f1d6a52-3f0c-4f0a-9a64-0d9f4f3b7c01";

    @Id
    private String id;
    private String name;

    protected Role() {
    }

    public String id() {
        return id;
    }

    /** For example {@code user} or {@code admin}. */
    public String name() {
        return name;
    }
}
