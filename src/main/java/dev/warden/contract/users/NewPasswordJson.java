package dev.warden.contract.users;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.warden.password.PasswordPolicy;
import dev.warden.security.Confirmed;

/** The body of a change of password. */
@Schema(name = "UsersNewPassword")
@Confirmed(by = "confirmPassword", message = "must be the same as password")
public record NewPasswordJson(
        @JsonbProperty("current_password") @NotEmpty(message = "is required")
        @CodePointLength(max = PasswordPolicy.MAX_LENGTH, message = UsersErrors.PASSWORD_LONG) String currentPassword,
        @NotNull(message = "is required")
        @CodePointLength(min = 6, max = PasswordPolicy.MAX_LENGTH, message = UsersErrors.PASSWORD_LENGTH)
        String password,
        @JsonbProperty("confirm_password") @NotNull(message = "is required")
        String confirmPassword) implements Confirmed.Password {

    @Override
    public String confirmation() {
        return confirmPassword;
    }

    @Override
    public String toString() {
        return "NewPasswordJson[redacted]";
    }
}
