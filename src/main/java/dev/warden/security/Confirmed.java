package dev.warden.security;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Objects;
import java.util.Optional;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Payload;

/** A record in which a password was typed twice, the same each time. What is violated is the second. */
@Constraint(validatedBy = Confirmed.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Confirmed {

    String message();

    /** The component that holds what was typed the second time. */
    String by();

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** A record whose password is confirmed. */
    interface Password {

        String password();

        /** What was typed the second time. */
        String confirmation();

        /** The password of a request that violates a constraint; empty if nobody chooses one by it. */
        static Optional<String> in(ConstraintViolationException violated) {
            return violated.getConstraintViolations().stream().findFirst()
                    .map(violation -> (Object) violation.getRootBean()).filter(Password.class::isInstance)
                    .map(body -> ((Password) body).password());
        }
    }

    /** Compares the two, once the first is there. */
    class Check implements ConstraintValidator<Confirmed, Password> {

        private Confirmed constraint;

        @Override
        public void initialize(Confirmed annotation) {
            constraint = annotation;
        }

        @Override
        public boolean isValid(Password body, ConstraintValidatorContext context) {
            if (body.password() == null || Objects.equals(body.password(), body.confirmation())) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(constraint.message()).addPropertyNode(constraint.by())
                    .addConstraintViolation();
            return false;
        }
    }
}
