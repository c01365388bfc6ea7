package dev.warden.web;

import dev.warden.password.PasswordPolicy;

/** A new password, typed twice. */
record NewPassword(String text) {

    private static final String FIELD = "password";
    private static final String CONFIRMATION = "confirmation";

    /** Reads it, and reports what is wrong with it. */
    static NewPassword read(FormCheck check, PasswordPolicy policy) {
        String password = check.required(FIELD, PasswordPolicy.MAX_LENGTH);
        if (!check.isWrong(FIELD)) {
            policy.refuses(password).ifPresent(refusal -> fault(check, refusal, policy));
        }
        String confirmation = check.required(CONFIRMATION, PasswordPolicy.MAX_LENGTH);
        if (!confirmation.equals(password)) {
            check.fault(CONFIRMATION, "confirmation-differs");
        }
        return new NewPassword(password);
    }

    static void fault(FormCheck check, PasswordPolicy.Refusal refusal, PasswordPolicy policy) {
        switch (refusal) {
            case TOO_SHORT -> check.fault(FIELD, "password-short", policy.minLength());
            case TOO_LONG -> check.fault(FIELD, "password-long", PasswordPolicy.MAX_LENGTH);
            case COMMON -> check.fault(FIELD, "password-common");
        }
    }

    @Override
    public String toString() {
        return "NewPassword[redacted]";
    }
}
