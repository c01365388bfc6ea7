package dev.warden.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/** The databases that Warden supports. */
public enum DatabaseProduct {

    /** By the seconds since 1970, because a CAST would round up, and convert to the time zone of the JVM. */
    H2("h2", "DATEADD('MILLISECOND', FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000),"
            + " TIMESTAMP '1970-01-01 00:00:00')"),
    MARIADB("mariadb", "UTC_TIMESTAMP(3)");

    private final String folder;
    private final String currentTime;

    DatabaseProduct(String folder, String currentTime) {
        this.folder = folder;
        this.currentTime = currentTime;
    }

    /**
     * The product at the other end of a connection, whoever opened it.
     *
     * @throws UnsafeDatabase if it is not a supported one
     */
    static DatabaseProduct of(Connection connection) throws SQLException {
        String name = connection.getMetaData().getDatabaseProductName();
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "h2" -> H2;
            case "mariadb" -> MARIADB;
            default -> throw new UnsafeDatabase("Warden supports MariaDB and H2, and the database is " + name);
        };
    }

    /** The folder with the migrations for this product. */
    String folder() {
        return folder;
    }

    /** An SQL expression for the database's clock in UTC, in milliseconds that have passed. */
    String currentTime() {
        return currentTime;
    }
}
