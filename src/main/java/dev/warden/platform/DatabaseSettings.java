package dev.warden.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * How to reach the database.
 *
 * @param jndiName {@code warden.db.jndi-name}, the JNDI name of a pool in the server; default none
 * @param url      {@code warden.db.url}, a JDBC address; default an H2 file in {@code warden.home}. Ignored if there is
 *                 a JNDI name
 * @param user     {@code warden.db.user}
 * @param password {@code warden.db.password}, a secret
 * @param maxWait  {@code warden.db.max-wait}, ISO-8601 duration, default PT2.5S: how long a request may wait for the
 *                 database in total
 */
@Dependent
public record DatabaseSettings(String jndiName, String url, String user, String password, Duration maxWait)
        implements FeatureSettings {

    static final String JNDI_NAME = "warden.db.jndi-name";

    private static final String URL = "warden.db.url";
    private static final String USER = "warden.db.user";
    private static final String PASSWORD = "warden.db.password";

    /** The option of MariaDB's driver, if it is a path: it may also be the certificate itself or an address. */
    private static final Pattern SERVER_CERTIFICATE = Pattern.compile("[?&]serverSslCert=(?!-----)([^&:]+)(?:&|$)");

    /** How long MariaDB lets a statement wait for a row lock; it takes whole seconds only. */
    static final Duration LOCK_WAIT = Duration.ofSeconds(1);

    /**
     * Options of a MariaDB connection unless the address sets them. The time-outs, in milliseconds, keep a database
     * that swallows packets from holding a thread, even one that nobody waits for. READ COMMITTED, because nothing here
     * reads a row twice and it takes fewer locks. Statements are prepared on the server, which then parses each once
     * per connection.
     *
     * <p>The last are time-outs of the server, in seconds, for what those of the client do not reach. A statement that
     * waits for a lock ends before its caller gives up, or it would take effect after that. The locks of a node that is
     * gone end soon after it.
     */
    private static final Map<String, String> MARIADB_OPTIONS = mariaDbOptions();

    @Inject
    public DatabaseSettings(Settings settings) {
        this(name(settings), address(settings), settings.given(USER).orElse(""),
                settings.given(PASSWORD).orElse(""),
                settings.duration("warden.db.max-wait", Duration.ofMillis(500), Duration.ofMinutes(1)));
    }

    /** Whether a pool of the server is used instead of Warden's own. */
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
            if (settings.given(JNDI_NAME).isEmpty()) {
                refuseWithoutAddress(settings, USER);
                refuseWithoutAddress(settings, PASSWORD);
            }
            // WRITE_DELAY=0: a commit is handed to the operating system before it is acknowledged, so a killed process
            // loses nothing. By default H2 keeps the commits of half a second in memory. MAX_COMPACT_TIME, in ms: the
            // file is compacted when it is closed, and 200, the default, is not enough once it has grown for long.
            // TRACE_LEVEL_FILE=0: no file of stack traces beside it, because Warden logs what fails.
            return "jdbc:h2:file:" + settings.home().toAbsolutePath().resolve("warden")
                    + ";WRITE_DELAY=0;MAX_COMPACT_TIME=2000;LOCK_TIMEOUT=4000;DB_CLOSE_ON_EXIT=FALSE"
                    + ";TRACE_LEVEL_FILE=0";
        }
        if (url.startsWith("jdbc:h2:")) {
            return url;
        }
        if (url.startsWith("jdbc:mariadb:")) {
            refuseMissingCertificate(url);
            return withOptions(url);
        }
        throw new InvalidSetting(URL, "must begin with jdbc:mariadb: or jdbc:h2:");
    }

    /** An H2 file would be used instead of what somebody has credentials for. */
    private static void refuseWithoutAddress(Settings settings, String key) {
        if (settings.given(key).isPresent()) {
            throw new InvalidSetting(key, "is given without " + URL + " or " + JNDI_NAME);
        }
    }

    /** Otherwise it would be waited for, as for a database that is down. */
    private static void refuseMissingCertificate(String url) {
        Matcher certificate = SERVER_CERTIFICATE.matcher(url);
        if (certificate.find() && !isReadableFile(Path.of(certificate.group(1)))) {
            throw new InvalidSetting(URL, "serverSslCert: " + certificate.group(1) + " is not a file that can be read");
        }
    }

    private static boolean isReadableFile(Path path) {
        return Files.isRegularFile(path) && Files.isReadable(path);
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
        options.put("disablePipeline", "true");
        options.put("sessionVariables", "innodb_lock_wait_timeout=" + LOCK_WAIT.toSeconds()
                + ",idle_transaction_timeout=10");
        return options;
    }

    /** The setting that says where the database is, with its value. */
    String place() {
        return (isNamedPool() ? JNDI_NAME : URL) + ": " + shown();
    }

    /** The name of the pool, or the address without credentials. */
    String shown() {
        return isNamedPool() ? jndiName : address();
    }

    /** The address without its options, which may include a password. */
    private String address() {
        return url.replaceFirst("[?;].*$", "");
    }

    @Override
    public String toString() {
        return "DatabaseSettings[" + shown() + "]";
    }
}
