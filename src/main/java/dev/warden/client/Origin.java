package dev.warden.client;

/** Who decides about a client. */
public enum Origin {

    /** The file of declared configuration. */
    DECLARED,

    /** The client itself, by dynamic registration. */
    REGISTERED
}
