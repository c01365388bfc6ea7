package dev.warden.platform;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Where the database is.
 *
 * @param jndiName {@code warden.db.jndi-name}, of a pool in the server; default none
 * @param url      {@code warden.db.url}, a JDBC address; default an H2 file in {@code warden.home}. It counts without a
 *                 name alone
 * @param user     {@code warden.db.user}
 * @param password {@code warden.db.password}, a secret
 * @param maxWait  {@code warden.db.max-wait}, ISO-8601 duration, default PT2.5S: how long a request waits for it in all
 */
@Dependent
public record DatabaseSettings(String jndiName, String url, String user, String password, Duration maxWait)
        implements FeatureSettings {

    static final String JNDI_NAME = "warden.db.jndi-name";

    private static final String URL = "warden.db.url";

    /**
     * What a connection to MariaDB has unless the address says otherwise: time-outs in milliseconds, so that a database
     * that swallows packets does not cost a thread, also where nobody waits for it; READ COMMITTED, because
     * nothing here reads a row twice and its locks are fewer; and statements prepared on the server, so that it parses
     * each once a connection.
     */
    private static final Map<String, String> MARIADB_OPTIONS = mariaDbOptions();

    @Inject
    public DatabaseSettings(Settings settings) {
        this(name(settings), address(settings), settings.given("warden.db.user").orElse(""),
                settings.given("warden.db.password").orElse(""),
                settings.duration("warden.db.max-wait", Duration.ofMillis(500), Duration.ofMinutes(1)));
    }

    /** Whether an administrator's pool is used, and none of ours. */
    public boolean isNamedPool() {
        return !jndiName.isEmpty();
    }

    public boolean isMariaDb() {
        return url.startsWith("jdbc:mariadb:");
    }

    private static String name(Settings settings) {
        String name = settings.given(JNDI_NAME).orElse("");
        if (!name.isEmpty() && settings.given(URL).filter(url -> !url.isEmpty()).isPresent()) {
            throw new InvalidSetting(JNDI_NAME, "and " + URL + " are both given, and one of them can be used");
        }
        return name;
    }

    private static String address(Settings settings) {
        String url = settings.given(URL).orElse("");
        if (url.isEmpty()) {
            // WRITE_DELAY=0: a commit is in the operating system's hands before it is acknowledged, so that a killed
            // process loses nothing. The default leaves half a second of commits in memory.
            return "jdbc:h2:file:" + settings.home().toAbsolutePath().resolve("warden")
                    + ";WRITE_DELAY=0;LOCK_TIMEOUT=4000;DB_CLOSE_ON_EXIT=FALSE";
        }
        if (url.startsWith("jdbc:h2:")) {
            return url;
        }
        if (url.startsWith("jdbc:mariadb:")) {
            return withOptions(url);
        }
        throw new InvalidSetting(URL, "must begin with jdbc:mariadb: or jdbc:h2:");
    }

    private static String withOptions(String url) {
        String missing = MARIADB_OPTIONS.entrySet().stream()
                .filter(option -> !url.contains(option.getKey() + "="))
                .map(option -> option.getKey() + "=" + option.getValue())
                .collect(Collectors.joining("&"));
        return missing.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + missing;
    }

    private static Map<String, String> mariaDbOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("connectTimeout", "2000");
        options.put("socketTimeout", "2500");
        options.put("transactionIsolation", "READ-COMMITTED");
        options.put("useServerPrepStmts", "true");
        return options;
    }

    /** The setting that says where the database is, and what it says. */
    String place() {
        return isNamedPool() ? JNDI_NAME + ": " + jndiName : URL + ": " + address();
    }

    /** The address without its options, among which a password may be. */
    private String address() {
        return url.replaceFirst("[?;].*$", "");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + (isNamedPool() ? jndiName : address()) + "]";
    }
}
