package dev.warden.contract.users;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.ext.ExceptionMapper;

import dev.warden.contract.users.ProblemJson.FieldError;
import dev.warden.password.PasswordPolicy;
import dev.warden.security.Authentication;
import dev.warden.security.Confirmed;
import dev.warden.security.Failure;
import dev.warden.security.MistypedMembers;
import dev.warden.signin.RegisterAccount;

/** The only class that writes this contract's errors: RFC 9457, type {@code about:blank}. */
public class UsersErrors implements ExceptionMapper<Throwable> {

    static final String PASSWORD_LONG = "must be at most " + PasswordPolicy.MAX_LENGTH + " characters";
    static final String PASSWORD_LENGTH = "must be 6 to " + PasswordPolicy.MAX_LENGTH + " characters";

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String INVALID = "Some members of the request are not valid.";

    @Override
    public Response toResponse(Throwable thrown) {
        Failure failure = Failure.of(thrown);
        return problem(failure.response(), failure.status(), failure.message(), null);
    }

    /**
     * Required because Jersey has a mapper for this very class, which answers HTML. The deployment's policy for
     * passwords is not a constraint of a record, but is reported with everything else that is wrong.
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
            Optional<FieldError> weak = Confirmed.Password.in(thrown).flatMap(policy::refuses)
                    .map(refusal -> weakness(refusal, policy.minLength()));
            Set<String> mistyped = MistypedMembers.in(thrown);
            Stream<FieldError> violations = thrown.getConstraintViolations().stream().map(Violations::error)
                    .filter(error -> weak.isEmpty() || !error.field().equals(weak.get().field()))
                    .filter(error -> !mistyped.contains(error.field()));
            Stream<FieldError> others = Stream.concat(weak.stream(),
                    mistyped.stream().map(member -> new FieldError(member, "must be a string")));
            return invalid(Stream.concat(violations, others)
                    .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                    .toList());
        }

        private static FieldError error(ConstraintViolation<?> violation) {
            String component = "";
            for (Path.Node node : violation.getPropertyPath()) {
                component = node.getName();
            }
            return new FieldError(member(violation.getRootBeanClass(), component), violation.getMessage());
        }

        private static String member(Class<?> type, String name) {
            return Arrays.stream(type.getRecordComponents()).filter(component -> component.getName().equals(name))
                    .map(component -> component.getAccessor().getAnnotation(JsonbProperty.class))
                    .filter(property -> property != null).map(JsonbProperty::value).findFirst().orElse(name);
        }
    }

    static Response wrongCredentials() {
        return unauthorized("Wrong username or password.");
    }

    static Response invalidRefreshToken() {
        return unauthorized("The refresh token is not valid.");
    }

    static Response disabled() {
        return problem(403, "This account is disabled.");
    }

    static Response wrongCurrentPassword() {
        return invalid(List.of(new FieldError("current_password", "is wrong")));
    }

    static Response weak(PasswordPolicy.Refusal refusal, int minLength) {
        return invalid(List.of(weakness(refusal, minLength)));
    }

    private static FieldError weakness(PasswordPolicy.Refusal refusal, int minLength) {
        return new FieldError("password", switch (refusal) {
            case TOO_SHORT, TOO_LONG -> "must be " + minLength + " to " + PasswordPolicy.MAX_LENGTH + " characters";
            case COMMON -> "is too common";
        });
    }

    static Response taken(RegisterAccount.Taken taken) {
        String detail = taken.email() && taken.username() ? "Username and email are taken."
                : taken.email() ? "Email is taken." : "Username is taken.";
        return problem(409, detail);
    }

    static Response tooMany(Duration wait) {
        ResponseBuilder response = Response.status(429).header(HttpHeaders.RETRY_AFTER, Failure.retryAfter(wait));
        return problem(response, 429, "Too many attempts. Try again later.", null);
    }

    private static Response unauthorized(String detail) {
        return problem(Response.status(401).header(HttpHeaders.WWW_AUTHENTICATE, Authentication.CHALLENGE), 401, detail,
                null);
    }

    private static Response invalid(List<FieldError> errors) {
        return problem(Response.status(400), 400, INVALID, errors);
    }

    private static Response problem(int status, String detail) {
        return problem(Response.status(status), status, detail, null);
    }

    private static Response problem(ResponseBuilder response, int status, String detail, List<FieldError> errors) {
        return response.type(PROBLEM_JSON)
                .entity(new ProblemJson("about:blank", Failure.phrase(status), status, detail, errors)).build();
    }
}
