package dev.warden.token;

import java.time.Duration;

/** A series of keys, each replaced by the next in time: those of one profile, or of one algorithm. */
public interface KeySeries {

    /** The name they are stored under, at most 32 characters. */
    String name();

    /** The algorithm they sign with. */
    SigningAlgorithm algorithm();

    /** How long a key must be kept after it signed its last token. */
    Duration longestLifetime();

    /** Whether keys are replaced by age. The key from which permanent identifiers are computed is not. */
    default boolean isReplaced() {
        return true;
    }
}
