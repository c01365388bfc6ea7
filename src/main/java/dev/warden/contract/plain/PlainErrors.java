package dev.warden.contract.plain;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.ext.ExceptionMapper;

import dev.warden.password.PasswordPolicy;
import dev.warden.security.Authentication;
import dev.warden.security.Confirmed;
import dev.warden.security.Failure;
import dev.warden.signin.RegisterAccount;

/**
 * The only class that writes this contract's errors. The messages must not change, because existing clients compare
 * them.
 */
public class PlainErrors implements ExceptionMapper<Throwable> {

    static final String EMAIL_INVALID = "Must be a valid email";
    static final String USERNAME_MISSING = "username is required";
    static final String USERNAME_LENGTH = "Username must be between 6 and 30 characters";
    static final String USERNAME_INVALID =
            "Username must not contain @ or invisible characters, nor begin or end with a space";
    static final String PASSWORD_MISSING = "Password is required";
    static final String PASSWORD_SHORT = "Password must be at least 6 characters";
    static final String PASSWORD_LONG = "Password must be at most " + PasswordPolicy.MAX_LENGTH + " characters";
    static final String PASSWORDS_DIFFER = "Passwords do not match";

    /** Of several violations, the first one in this order is reported. */
    private static final List<String> PRECEDENCE = List.of(EMAIL_INVALID, USERNAME_MISSING, USERNAME_LENGTH,
            USERNAME_INVALID, PASSWORD_MISSING, PASSWORD_SHORT, PASSWORD_LONG, PASSWORDS_DIFFER);

    private static final String NOT_VALID = "Your Data Not Valid";

    @Override
    public Response toResponse(Throwable thrown) {
        Failure failure = Failure.of(thrown);
        return error(failure.response(), failure.status(), failure.message(), null);
    }

    /**
     * Required because Jersey has a mapper for this very class, which answers HTML. The deployment's policy for
     * passwords is not a constraint of a record, but has its place in the order all the same.
     */
    @Dependent
    public static class Violations implements ExceptionMapper<ConstraintViolationException> {

        private final PasswordPolicy policy;

        @Inject
        public Violations(PasswordPolicy policy) {
            this.policy = policy;
        }

        /** Required by WildFly, never called. */
        public Violations() {
            this(null);
        }

        @Override
        public Response toResponse(ConstraintViolationException thrown) {
            if (thrown.getConstraintViolations().isEmpty()) {
                // A member of another type counts as missing, but this one may be missing.
                return error(400, thrown.getMessage());
            }
            String first = thrown.getConstraintViolations().stream().map(ConstraintViolation::getMessage)
                    .min(Comparator.comparingInt(PRECEDENCE::indexOf)).orElseThrow();
            return Optional.of(first).filter(Violations::isOfPassword).flatMap(message -> Confirmed.Password.in(thrown))
                    .flatMap(policy::refuses).map(refusal -> weak(refusal, policy.minLength()))
                    .orElseGet(() -> invalid(first));
        }

        /** Whether nothing that precedes the password is wrong. */
        private static boolean isOfPassword(String first) {
            return PRECEDENCE.indexOf(first) >= PRECEDENCE.indexOf(PASSWORD_SHORT);
        }
    }

    static Response unknownAccount(boolean revealsAccounts) {
        return revealsAccounts ? error(404, "No account found with that email") : wrongCredentials();
    }

    static Response wrongPassword(boolean revealsAccounts) {
        return revealsAccounts ? error(400, "Incorrect password") : wrongCredentials();
    }

    private static Response wrongCredentials() {
        return unauthorized("Invalid email or password");
    }

    static Response disabled() {
        return error(403, "Account is disabled");
    }

    static Response invalidRefreshToken() {
        return unauthorized("Invalid refresh token");
    }

    static Response crossSite() {
        return error(403, "This is not allowed.");
    }

    /** Email before username, as the contract specifies. */
    static Response taken(RegisterAccount.Taken taken) {
        return error(400, taken.email() ? "Email already exists" : "Username already exists");
    }

    static Response weak(PasswordPolicy.Refusal refusal, int minLength) {
        return invalid(switch (refusal) {
            case TOO_SHORT -> "Password must be at least " + minLength + " characters";
            case TOO_LONG -> PASSWORD_LONG;
            case COMMON -> "Password is too common";
        });
    }

    static Response tooMany(Duration wait) {
        return error(Response.status(429).header(HttpHeaders.RETRY_AFTER, Failure.retryAfter(wait)), 429,
                "Too many attempts, try again later", null);
    }

    private static Response unauthorized(String message) {
        return error(Response.status(401).header(HttpHeaders.WWW_AUTHENTICATE, Authentication.CHALLENGE), 401, message,
                null);
    }

    private static Response invalid(String message) {
        return error(Response.status(400), 400, message, NOT_VALID);
    }

    private static Response error(int status, String message) {
        return error(Response.status(status), status, message, null);
    }

    private static Response error(ResponseBuilder response, int status, String message, String data) {
        return response.type(MediaType.APPLICATION_JSON_TYPE).entity(new ErrorJson("error", status, message, data))
                .build();
    }
}
