package dev.warden.account;

/**
 * What a person says to be found by. Unlike {@link Username} it takes any text: what cannot be a name finds nobody.
 *
 * @param kind how to look
 * @param key  what to look for, in the form in which it is unique
 */
public record LoginName(Kind kind, String key) {

    /** By what an account is found; each has a unique index. */
    public enum Kind {
        USERNAME("username_key"), EMAIL("email_key"), ID("id");

        private final String column;

        Kind(String column) {
            this.column = column;
        }

        /** The column of table {@code account} that holds the key. */
        public String column() {
            return column;
        }
    }

    public static LoginName username(String text) {
        return new LoginName(Kind.USERNAME, IdentityKey.of(text));
    }

    public static LoginName email(Email email) {
        return new LoginName(Kind.EMAIL, email.key());
    }

    /** What a person typed where either is asked for. No username can be an address: it has no {@code @}. */
    public static LoginName usernameOrEmail(String text) {
        return Email.isWellFormed(text) ? email(new Email(text)) : username(text);
    }

    public static LoginName id(String accountId) {
        return new LoginName(Kind.ID, accountId);
    }
}
