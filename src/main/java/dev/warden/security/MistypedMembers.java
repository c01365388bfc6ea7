package dev.warden.security;

import java.util.Set;
import java.util.TreeSet;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;

/**
 * A body whose document has members of another type than the record. Its violations are those of the record without
 * them, as if they were missing.
 */
public final class MistypedMembers extends ConstraintViolationException {

    private static final long serialVersionUID = 1L;

    private final TreeSet<String> members;

    MistypedMembers(Set<String> members, Set<? extends ConstraintViolation<?>> violations) {
        super("Member \"" + new TreeSet<>(members).first() + "\" must be a string.", violations);
        this.members = new TreeSet<>(members);
    }

    /** The members, by their names in the document; none if every member had its type. */
    public static Set<String> in(ConstraintViolationException violated) {
        return violated instanceof MistypedMembers mistyped ? mistyped.members : Set.of();
    }
}
