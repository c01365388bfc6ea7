package dev.warden.platform;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;

/**
 * Keeps Flyway from logging. It advises to restore a backup at every attempt to change a table that is in use, and
 * warns of every {@code IF NOT EXISTS} that found something. What fails is thrown, and {@link Startup} reports it.
 */
public final class SilentFlyway implements LogCreator {

    /** Flyway makes one, by its name. */
    public SilentFlyway() {
    }

    @Override
    public Log createLogger(Class<?> type) {
        return Interception.of(Log.class, (method, arguments) ->
                method.getReturnType() == boolean.class ? false : null);
    }
}
