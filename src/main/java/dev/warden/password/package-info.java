/**
 * Passwords: hashing, verifying what other systems hashed, and the policy for new ones (OWASP ASVS 5.0 V6.2, NIST SP
 * 800-63B-4 §3.1.1).
 *
 * <p>New hashes are Argon2id (RFC 9106) in PHC strings. Hashes of other formats verify, and are
 * {@linkplain dev.warden.password.PasswordHashing#isOutdated outdated}, so that a sign-in replaces them. All hashing
 * goes through {@link dev.warden.password.PasswordHashing#inTurn}, as many at a time as there are cores.
 *
 * <p>Decisions:
 * <ul>
 * <li><b>Unicode.</b> A password is put into Normalization Form C before it is hashed (SP 800-63B-4 §3.1.1.2, RFC 8265
 * §4.2.2) and encoded in UTF-8, so that é is the same from every keyboard. Other systems hashed passwords as they were
 * typed. So a password that is not in that form is tried normalised and then as it is, against any stored hash and also
 * for an account that does not exist: it costs two hashes for everybody.
 * <li><b>String.</b> JSON and forms bring passwords as Strings; a {@code char[]} made from one protects nothing.
 * <li><b>Timing.</b> An unknown account costs as much as a current hash, and so does a stored hash that cannot be
 * parsed. An Argon2id hash from before the parameters were raised costs what its own parameters say, and a wrong
 * password the rest, in a second hash. One from before they were lowered, or of another system, costs what its own
 * parameters say, so until its owner has signed in once, timing can reveal that the account exists.
 * <li><b>Limits.</b> A stored hash whose parameters require more than 256 MiB or a few seconds of work is treated as
 * one that cannot be parsed.
 * </ul>
 *
 * <p>This package knows no accounts, no HTTP and no database, does not count failures (package {@code signin} does),
 * and logs neither passwords nor hashes.
 */
package dev.warden.password;
