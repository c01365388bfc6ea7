package dev.warden.account;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/** The string is a valid {@link Username}. Null and the empty string are left to other constraints. */
@Constraint(validatedBy = WellFormedUsername.Check.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface WellFormedUsername {

    String message() default "must not contain @ or invisible characters, nor begin or end with a space";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Delegates to {@link Username}. */
    class Check implements ConstraintValidator<WellFormedUsername, String> {

        @Override
        public boolean isValid(String text, ConstraintValidatorContext context) {
            return text == null || text.isEmpty() || Username.isWellFormed(text);
        }
    }
}
