package dev.warden.password;

import java.util.Locale;

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

    /** The variants, numbered as in RFC 9106 §3.1, named as in PHC strings. */
    enum Type { D, I, ID }

    Argon2Parameters {
        if (version != VERSION_1_3 && version != 16 || lanes < 1 || passes < 1 || memory < 8L * lanes) {
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

    /** The beginning of a PHC string, up to and including the {@code $} before the salt. */
    String phcPrefix() {
        // In the locale of an Arabic JVM, %d would write Arabic digits.
        return String.format(Locale.ROOT, "$argon2%s$v=%d$m=%d,t=%d,p=%d$", type.name().toLowerCase(Locale.ROOT),
                version, memory, passes, lanes);
    }
}
