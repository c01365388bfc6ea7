package dev.warden.contract.plain;

import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.constraints.NotEmpty;
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

/** The body of a registration request. {@link PlainErrors} decides which of several violations is reported. */
@Schema(name = "PlainNewAccount")
@Confirmed(by = "retypedPassword", message = PlainErrors.PASSWORDS_DIFFER)
public record NewAccountJson(
        @NotNull(message = PlainErrors.EMAIL_INVALID)
        @WellFormedEmail(message = PlainErrors.EMAIL_INVALID) String email,
        @NotEmpty(message = PlainErrors.USERNAME_MISSING)
        @CodePointLength(min = 6, max = 30, message = PlainErrors.USERNAME_LENGTH)
        @WellFormedUsername(message = PlainErrors.USERNAME_INVALID) String username,
        @NotEmpty(message = PlainErrors.PASSWORD_MISSING)
        @CodePointLength(min = 6, message = PlainErrors.PASSWORD_SHORT)
        @CodePointLength(max = PasswordPolicy.MAX_LENGTH, message = PlainErrors.PASSWORD_LONG) String password,
        @JsonbProperty("retyped-password") @NotNull(message = PlainErrors.PASSWORDS_DIFFER)
        String retypedPassword) implements Confirmed.Password {

    @Override
    public String confirmation() {
        return retypedPassword;
    }

    RegisterAccount.Command toCommand(Device device, TokenProfile profile) {
        return new RegisterAccount.Command(new Email(email), new Username(username), password, device, profile);
    }

    @Override
    public String toString() {
        return "NewAccountJson[redacted]";
    }
}
