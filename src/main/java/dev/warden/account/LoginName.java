package dev.warden.account;

/**
 * The name by which an account is looked up at sign-in. Unlike {@link Username} it accepts any text: something that
 * cannot be a name finds nobody.
 *
 * @param kind which name it is
 * @param key  the unique key to look up
 */
public record LoginName(Kind kind, String key) {

    /** The names that an account can be found by; each has a unique index. */
    public enum Kind {
        USERNAME("username_key"), EMAIL("email_key"), ID("id");

        private final String column;

        Kind(String column) {
            this.column = column;
        }

        /** The column of table {@code account} with the key. */
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

    /**
     * The input of a field that accepts either. No username can be mistaken for an email address, because it has no
     * {@code @}.
     */
    public static LoginName usernameOrEmail(String text) {
        return Email.isWellFormed(text) ? email(new Email(text)) : username(text);
    }

    public static LoginName id(String accountId) {
        return new LoginName(Kind.ID, accountId);
    }
}
