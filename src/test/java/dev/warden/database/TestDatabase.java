package dev.warden.database;

import java.util.Set;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Gives the black-box tests of this JVM their database before the WAR is deployed: the system property
 * {@code test.database} is {@code mariadb}, or {@code pool} where the server's pool leads there, or it is H2.
 */
public final class TestDatabase implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (isMariaDb() && MariaDb.isAvailable()) {
            MariaDb mariaDb = MariaDb.running();
            System.setProperty("warden.db.url", mariaDb.database("warden"));
            System.setProperty("warden.db.user", mariaDb.user());
            System.setProperty("warden.db.password", mariaDb.password());
        }
    }

    /** Whether the database that was asked for can be had here. */
    public static boolean isAvailable() {
        return !isMariaDb() || MariaDb.isAvailable();
    }

    /** Whether it is MariaDB, or H2. */
    public static boolean isMariaDb() {
        return Set.of("mariadb", "pool").contains(System.getProperty("test.database", "h2"));
    }
}
