package dev.warden.launcher;

/** Why Warden cannot be served, in one line for the person who started it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    Refusal(String line) {
        super(line);
    }
}
