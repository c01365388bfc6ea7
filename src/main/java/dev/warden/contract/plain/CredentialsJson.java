package dev.warden.contract.plain;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.warden.account.Email;
import dev.warden.account.LoginName;
import dev.warden.account.WellFormedEmail;
import dev.warden.password.PasswordPolicy;
import dev.warden.session.Device;
import dev.warden.signin.SignIn;
import dev.warden.token.TokenProfile;

/** The body of a sign-in request. */
@Schema(name = "PlainCredentials")
public record CredentialsJson(
        @NotNull(message = PlainErrors.EMAIL_INVALID)
        @WellFormedEmail(message = PlainErrors.EMAIL_INVALID) String email,
        @NotEmpty(message = PlainErrors.PASSWORD_MISSING)
        @CodePointLength(max = PasswordPolicy.MAX_LENGTH, message = PlainErrors.PASSWORD_LONG) String password) {

    SignIn.Command toCommand(Device device, TokenProfile profile, boolean revealsAccounts) {
        return new SignIn.Command(LoginName.email(new Email(email)), password, device, profile, revealsAccounts);
    }

    @Override
    public String toString() {
        return "CredentialsJson[redacted]";
    }
}
