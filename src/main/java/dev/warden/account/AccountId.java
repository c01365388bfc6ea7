package dev.warden.account;

import java.util.UUID;

import dev.warden.platform.InvalidValue;

/** The permanent identifier of an account: an opaque string of 1 to 64 characters. New ones are random UUIDs. */
public record AccountId(String value) {

    private static final int MAX_LENGTH = 64;

    public AccountId {
        if (value == null || value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new InvalidValue("id", "must be 1 to " + MAX_LENGTH + " characters");
        }
    }

    /** A new id, as random as {@link UUID#randomUUID()}. */
    public static AccountId random() {
        return new AccountId(UUID.randomUUID().toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
