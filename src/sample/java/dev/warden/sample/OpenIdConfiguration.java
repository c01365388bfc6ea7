package dev.warden.sample;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.ClaimsDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.LogoutDefinition;

/**
 * All that an application needs to connect to Warden. Warden generates this class for a declared client; the values
 * read from the environment here are those that differ between machines.
 */
@OpenIdAuthenticationMechanismDefinition(
        providerURI = "${openIdConfiguration.issuer}",
        clientId = "sample",
        clientSecret = "${openIdConfiguration.secret}",
        redirectURI = "${baseURL}/callback",
        redirectToOriginalResource = false,
        jwksReadTimeout = 2000,
        scope = {"openid", "profile", "email"},
        claimsDefinition = @ClaimsDefinition(callerNameClaim = "preferred_username", callerGroupsClaim = "groups"),
        logout = @LogoutDefinition(notifyProvider = true, redirectURI = "${baseURL}/"))
@ApplicationScoped
@Named("openIdConfiguration")
public class OpenIdConfiguration {

    /** The address of Warden: system property {@code sample.issuer} or {@code SAMPLE_ISSUER}. */
    public String getIssuer() {
        return Optional.ofNullable(System.getProperty("sample.issuer")).orElseGet(() -> environment("SAMPLE_ISSUER"));
    }

    /** Jakarta Security sends it as {@code client_secret_post}. */
    public String getSecret() {
        return environment("SAMPLE_CLIENT_SECRET");
    }

    private static String environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new IllegalStateException("The environment variable " + name + " is needed"));
    }
}
