package dev.warden.password;

/**
 * Permission to hash, which {@link PasswordHashing#inTurn} grants for as long as the work runs. Each method takes the
 * time of a hash, 10 to 30 ms of one core with the default settings.
 */
public final class Turn {

    private final Hashers hashers;
    private volatile boolean over;

    Turn(Hashers hashers) {
        this.hashers = hashers;
    }

    /** Hashes a new password with the current parameters and a fresh salt. */
    public PasswordHash hash(String password) {
        return now().hash(password);
    }

    /** @return whether this is the password; false, after the usual time, for a stored hash that cannot be parsed */
    public boolean matches(String password, PasswordHash stored) {
        return now().matches(password, stored);
    }

    /** Takes as long as {@link #matches} against a current hash: for an account that does not exist. */
    public void spend(String password) {
        now().spend(password);
    }

    void end() {
        over = true;
    }

    private Hashers now() {
        if (over) {
            throw new IllegalStateException("The turn is over");
        }
        return hashers;
    }
}
