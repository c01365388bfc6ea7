package dev.warden.token;

import java.time.Duration;

/** Keys that follow one another, each in time replaced by the next: those of one profile, or of one algorithm. */
public interface KeySeries {

    /** What they are stored under, at most 32 characters. */
    String name();

    /** What they sign with. */
    SigningAlgorithm algorithm();

    /** How long a key must be kept after it signed its last token. */
    Duration longestLifetime();

    /** Whether a key is replaced by age. One from which lasting identifiers are computed is not. */
    default boolean isReplaced() {
        return true;
    }
}
