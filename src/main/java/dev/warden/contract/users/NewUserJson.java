package dev.warden.contract.users;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.warden.account.Email;
import dev.warden.account.Username;
import dev.warden.account.WellFormedEmail;
import dev.warden.account.WellFormedUsername;
import dev.warden.password.PasswordPolicy;
import dev.warden.security.Confirmed;
import dev.warden.session.Device;
import dev.warden.signin.RegisterAccount;
import dev.warden.token.TokenProfile;

/** The body of a registration request. */
@Schema(name = "UsersNewUser")
@Confirmed(by = "confirmPassword", message = "must be the same as password")
public record NewUserJson(
        @NotNull(message = "is required") @CodePointLength(min = 3, max = 64, message = "must be 3 to 64 characters")
        @WellFormedUsername String username,
        @NotNull(message = "is required") @WellFormedEmail String email,
        @NotNull(message = "is required")
        @CodePointLength(min = 6, max = PasswordPolicy.MAX_LENGTH, message = UsersErrors.PASSWORD_LENGTH)
        String password,
        @JsonbProperty("confirm_password") @NotNull(message = "is required")
        String confirmPassword) implements Confirmed.Password {

    @Override
    public String confirmation() {
        return confirmPassword;
    }

    RegisterAccount.Command toCommand(Device device, TokenProfile profile) {
        return new RegisterAccount.Command(new Email(email), new Username(username), password, device, profile);
    }

    @Override
    public String toString() {
        return "NewUserJson[redacted]";
    }
}
