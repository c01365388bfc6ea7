package dev.warden.client;

/** Whether all clients see the same subject identifier for a person (OpenID Connect Core 1.0 §8). */
public enum SubjectType {

    /** All clients see the same one. */
    PUBLIC("public"),

    /** The clients of each sector see one of their own. */
    PAIRWISE("pairwise");

    private final String word;

    SubjectType(String word) {
        this.word = word;
    }

    /** The value of member {@code subject_type}. */
    public String word() {
        return word;
    }
}
