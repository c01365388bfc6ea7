package dev.warden.platform;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The one place that makes objects of the container injectable. */
@DataSourceDefinition(
        name = Wiring.DATA_SOURCE,
        className = "dev.warden.platform.WardenDataSource",
        url = "see warden.db.url",
        minPoolSize = 2,
        initialPoolSize = 2,
        maxPoolSize = Database.POOL_SIZE)
@ApplicationScoped
public class Wiring {

    static final String DATA_SOURCE = "java:app/jdbc/warden";

    @Resource(lookup = DATA_SOURCE)
    private DataSource dataSource;

    @Produces
    @Singleton
    DataSource dataSource(DatabaseSettings settings) {
        return settings.isNamedPool() ? NamedPool.find(settings.jndiName()) : dataSource;
    }

    @Produces
    @Singleton
    Database database(DataSource pool, DatabaseSettings settings) {
        return new Database(pool, settings.maxWait());
    }

    /** Static, because WildFly calls it when it cannot create an instance of this class any more. */
    static void close(@Disposes Database database) {
        database.close();
    }

    @Produces
    @Singleton
    Settings settings() {
        return Settings.ofThisProcess();
    }

    /** Ticks in milliseconds, because servers and databases treat finer fractions differently. */
    @Produces
    @Singleton
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }
}
