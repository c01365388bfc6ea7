package dev.warden.platform;

/**
 * A setting that Warden cannot start with. The message is one line for the operator: the key, what it holds and
 * what it should hold. Values of secret keys are never part of it.
 */
public class InvalidSetting extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidSetting(String key, String complaint) {
        super(key + ": " + complaint);
    }
}
