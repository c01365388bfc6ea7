package dev.warden.platform;

/**
 * A setting that prevents Warden from starting. The message is one line for the operator: the key, its value, and what
 * is allowed. Values of secret keys are never part of it.
 */
public class InvalidSetting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidSetting(String key, String complaint) {
        super(key + ": " + complaint);
    }
}
