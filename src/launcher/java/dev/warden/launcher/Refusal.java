package dev.warden.launcher;

/** Why serving is impossible, in one line for the person who asked for it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    Refusal(String line) {
        super(line);
    }
}
