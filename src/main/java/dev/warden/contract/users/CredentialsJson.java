package dev.warden.contract.users;

import jakarta.validation.constraints.NotEmpty;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.hibernate.validator.constraints.CodePointLength;

import dev.warden.account.LoginName;
import dev.warden.password.PasswordPolicy;
import dev.warden.session.Device;
import dev.warden.signin.SignIn;
import dev.warden.token.TokenProfile;

/** The body of a sign-in request. The username is not validated: one that is not well-formed finds nobody. */
@Schema(name = "UsersCredentials")
public record CredentialsJson(
        @NotEmpty(message = "is required") @CodePointLength(max = 254, message = "must be at most 254 characters")
        String username,
        @NotEmpty(message = "is required")
        @CodePointLength(max = PasswordPolicy.MAX_LENGTH, message = UsersErrors.PASSWORD_LONG) String password) {

    SignIn.Command toCommand(Device device, TokenProfile profile) {
        return new SignIn.Command(LoginName.username(username), password, device, profile, false);
    }

    @Override
    public String toString() {
        return "CredentialsJson[redacted]";
    }
}
