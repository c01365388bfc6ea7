package dev.warden.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** Asks Warden whether it is ready to serve. */
final class Readiness {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int PAUSE_MILLIS = 100;

    private final URI uri;

    Readiness(URI warden) {
        this.uri = warden.resolve("/health/ready");
    }

    /** @return whether it became ready before the time was over */
    boolean await(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!isReady()) {
            if (System.nanoTime() >= end) {
                return false;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        return true;
    }

    private boolean isReady() {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
