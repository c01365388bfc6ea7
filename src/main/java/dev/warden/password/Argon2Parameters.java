package dev.warden.password;

import java.util.Locale;
import java.util.Optional;

/**
 * The parameters of an Argon2 tag besides password and salt (RFC 9106 §3.1).
 *
 * @param version 19 (RFC 9106) or 16 (earlier)
 * @param memory  KiB, m
 * @param passes  t
 * @param lanes   p
 */
record Argon2Parameters(Type type, int version, int memory, int passes, int lanes) {

    static final int VERSION_1_3 = 19;
    /** RFC 9106 §3.1: m is at least 8 * p. */
    private static final int LEAST_MEMORY = 8;

    /** The variants, numbered as in RFC 9106 §3.1, named as in PHC strings. */
    enum Type { D, I, ID }

    Argon2Parameters {
        if (version != VERSION_1_3 && version != 16 || lanes < 1 || passes < 1
                || memory < (long) LEAST_MEMORY * lanes) {
            throw new IllegalArgumentException("Not parameters of Argon2");
        }
    }

    /** Argon2id, version 1.3, one lane. */
    static Argon2Parameters current(int memory, int passes) {
        return new Argon2Parameters(Type.ID, VERSION_1_3, memory, passes, 1);
    }

    /** KiB filled over all passes, to which the time is proportional. */
    long work() {
        return (long) memory * passes;
    }

    /**
     * A hash that takes about the time by which a hash with these parameters exceeds one with others. The memory that
     * they leave is used first: libsodium gets it from the system for each hash, which takes longer than a pass.
     *
     * @return empty if the other hash is not of the form that Warden writes, or takes as long
     */
    Optional<Argon2Parameters> beyond(Argon2Parameters other) {
        long work = work() - other.work();
        int least = (int) (work / passes);
        if (!other.equals(current(other.memory, other.passes)) || least < LEAST_MEMORY) {
            return Optional.empty();
        }
        int left = Math.max(memory - other.memory, least);
        return Optional.of(current(left, Math.max(1, Math.round((float) work / left))));
    }

    /** The beginning of a PHC string, up to and including the {@code $} before the salt. */
    String phcPrefix() {
        // In the locale of an Arabic JVM, %d would write Arabic digits.
        return String.format(Locale.ROOT, "$argon2%s$v=%d$m=%d,t=%d,p=%d$", type.name().toLowerCase(Locale.ROOT),
                version, memory, passes, lanes);
    }
}
