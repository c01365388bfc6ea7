package dev.warden.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/** The string is a valid {@link Email}. Null is left to other constraints. */
@Constraint(validatedBy = WellFormedEmail.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface WellFormedEmail {

    String message() default "must be an email address";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Delegates to {@link Email}. */
    class Check implements ConstraintValidator<WellFormedEmail, String> {

        @Override
        public boolean isValid(String text, ConstraintValidatorContext context) {
            return text == null || Email.isWellFormed(text);
        }
    }
}
