package dev.warden.platform;

import java.time.Duration;

/** How far the clocks of nodes, the database and clients may differ. */
public final class ClockSkew {

    /**
     * The tolerated difference. RFC 7519 §4.1.4: "Implementers MAY provide for some small leeway, usually no more than
     * a few minutes, to account for clock skew."
     */
    public static final Duration TOLERATED = Duration.ofSeconds(60);

    private ClockSkew() {
    }
}
