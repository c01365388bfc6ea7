package dev.warden.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Payload;

/** A record in which a password was typed twice, identically. A violation is reported for the second one. */
@Constraint(validatedBy = Confirmed.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Confirmed {

    String message();

    /** The component with the repeated password. */
    String by();

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** A record with a repeated password. */
    interface Password {

        String password();

        /** The repeated password. */
        String confirmation();

        /** The new password in a request that violates a constraint; empty if the request has none. */
        static Optional<String> in(ConstraintViolationException violated) {
            return violated.getConstraintViolations().stream().findFirst()
                    .map(violation -> (Object) violation.getRootBean()).filter(Password.class::isInstance)
                    .map(body -> ((Password) body).password());
        }
    }

    /** Compares the two, if both are present. */
    class Check implements ConstraintValidator<Confirmed, Password> {

        private Confirmed constraint;

        @Override
        public void initialize(Confirmed annotation) {
            constraint = annotation;
        }

        @Override
        public boolean isValid(Password body, ConstraintValidatorContext context) {
            if (body.password() == null || body.confirmation() == null
                    || body.password().equals(body.confirmation())) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(constraint.message()).addPropertyNode(constraint.by())
                    .addConstraintViolation();
            return false;
        }
    }
}
