package dev.warden.oidc;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Scopes (RFC 6749 §3.3). */
final class Scopes {

    private Scopes() {
    }

    /** The scopes that a text lists, each once, as far as they pass. */
    static List<String> of(String text, Predicate<String> test) {
        return Arrays.stream(text.split(" ")).filter(scope -> !scope.isEmpty()).distinct().filter(test).toList();
    }
}
