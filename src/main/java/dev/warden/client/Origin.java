package dev.warden.client;

import dev.warden.platform.OutboundHttp.Giver;

/** Who decides about a client. */
public enum Origin {

    /** The file of declared configuration. */
    DECLARED(Giver.OPERATOR),

    /** The client itself, by dynamic registration. */
    REGISTERED(Giver.STRANGER);

    private final Giver giver;

    Origin(Giver giver) {
        this.giver = giver;
    }

    /** Who provided the addresses of such a client. */
    public Giver giver() {
        return giver;
    }
}
