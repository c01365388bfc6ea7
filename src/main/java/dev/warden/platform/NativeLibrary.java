package dev.warden.platform;

/** Whether a native library is used where it loads, or never. */
public enum NativeLibrary {
    AUTO, OFF
}
