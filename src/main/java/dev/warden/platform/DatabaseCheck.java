package dev.warden.platform;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Checks at start that the database is configured so that it keeps what it acknowledged. */
@ApplicationScoped
public class DatabaseCheck {

    private static final Logger LOG = System.getLogger(DatabaseCheck.class.getName());

    private static final String VARIABLES = "SELECT LOWER(variable_name) AS name, variable_value AS value"
            + " FROM information_schema.session_variables WHERE variable_name IN ('version',"
            + " 'innodb_flush_log_at_trx_commit', 'innodb_doublewrite', 'sql_mode', 'tx_isolation', 'read_only',"
            + " 'innodb_lock_wait_timeout', 'idle_transaction_timeout')";
    private static final String OUR_TABLES = " WHERE table_schema = DATABASE() AND table_name <> 'schema_history'";
    private static final String OTHER_ENGINES = "SELECT CONCAT(table_name, ' (', engine, ')') AS what"
            + " FROM information_schema.tables" + OUR_TABLES + " AND engine <> 'InnoDB'";
    /** All text columns have a binary collation; any other collation would take different names for equal. */
    private static final String LOOSE_COLUMNS = "SELECT CONCAT(table_name, '.', column_name, ' (', collation_name, ')')"
            + " AS what FROM information_schema.columns" + OUR_TABLES + " AND RIGHT(collation_name, 4) <> '_bin'";
    private static final String WRITE_DELAY =
            "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'";

    private static final int OLDEST_MAJOR = 10;
    private static final int OLDEST_MINOR = 6;

    private final Database database;
    private final DatabaseSettings settings;

    @Inject
    public DatabaseCheck(Database database, DatabaseSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    protected DatabaseCheck() {
        this(null, null);
    }

    /**
     * Logs a warning for doubtful settings.
     *
     * @throws UnsafeDatabase if the database would lose or confuse data
     */
    public void run() {
        if (database.product() == DatabaseProduct.MARIADB) {
            lookAtMariaDb();
        } else {
            lookAtH2();
        }
    }

    private void lookAtMariaDb() {
        Map<String, String> found = new HashMap<>();
        database.list(VARIABLES, row -> found.put(row.getString("name"), row.getString("value")));
        lookAtWhatLosesData(found);
        lookAtWhatIsDoubtful(found);
    }

    private void lookAtWhatLosesData(Map<String, String> found) {
        refuseIf(isTooOld(found.get("version")), "MariaDB " + found.get("version") + " is older than " + OLDEST_MAJOR
                + "." + OLDEST_MINOR);
        refuseIf(found.get("innodb_flush_log_at_trx_commit").equals("0"), "innodb_flush_log_at_trx_commit is 0: what is"
                + " acknowledged is lost when the database is killed; set it to 1");
        refuseIf(!found.get("sql_mode").matches(".*(STRICT_TRANS_TABLES|STRICT_ALL_TABLES).*"),
                "sql_mode is not strict: values are cut short without a word; add STRICT_TRANS_TABLES");
        refuseIf(found.get("tx_isolation").equals("READ-UNCOMMITTED"), "the transaction isolation is READ-UNCOMMITTED;"
                + " set it to READ-COMMITTED");
        refuseIfAny(OTHER_ENGINES, "tables without transactions");
        refuseIfAny(LOOSE_COLUMNS, "columns whose collation treats different texts as equal");
    }

    private static void lookAtWhatIsDoubtful(Map<String, String> found) {
        warnIf(found.get("innodb_flush_log_at_trx_commit").equals("2"),
                "innodb_flush_log_at_trx_commit is 2: a power cut loses up to a second of what was acknowledged");
        warnIf(!isOn(found.get("innodb_doublewrite")), "innodb_doublewrite is off: a power cut can damage pages");
        warnIf(!found.get("tx_isolation").equals("READ-COMMITTED"), "the transaction isolation is "
                + found.get("tx_isolation") + ": READ-COMMITTED locks less");
        warnIf(Long.parseLong(found.get("innodb_lock_wait_timeout")) > DatabaseSettings.LOCK_WAIT.toSeconds(),
                "innodb_lock_wait_timeout is " + found.get("innodb_lock_wait_timeout") + ": a change that waits for a"
                        + " lock may take effect after it was answered 503; set it to "
                        + DatabaseSettings.LOCK_WAIT.toSeconds() + " for Warden's connections");
        warnIf(found.get("idle_transaction_timeout").equals("0"), "idle_transaction_timeout is 0: the locks of a node"
                + " that is gone may last for hours; set it to 10 for Warden's connections");
        warnIf(isOn(found.get("read_only")), "read_only is on: nobody can sign in");
    }

    private void lookAtH2() {
        warnIf(settings.url().startsWith("jdbc:h2:mem:"), "it is in memory and gone when the server stops");
        warnIf(database.first(WRITE_DELAY,
                row -> row.getString("setting_value")).filter(delay -> !delay.equals("0")).isPresent(),
                "WRITE_DELAY is not 0: a killed server loses what it acknowledged in its last moments");
    }

    private void refuseIfAny(String query, String what) {
        List<String> found = database.list(query, row -> row.getString("what"));
        refuseIf(!found.isEmpty(), what + ": " + String.join(", ", found));
    }

    private static void refuseIf(boolean isUnsafe, String reason) {
        if (isUnsafe) {
            throw new UnsafeDatabase("The database is not safe to use: " + reason);
        }
    }

    private static void warnIf(boolean isDoubtful, String reason) {
        if (isDoubtful) {
            LOG.log(Level.WARNING, "The database: {0}", reason);
        }
    }

    private static boolean isOn(String value) {
        return value.equals("1") || value.equalsIgnoreCase("ON");
    }

    private static boolean isTooOld(String version) {
        String[] numbers = version.split("[^0-9]+");
        int major = Integer.parseInt(numbers[0]);
        return major < OLDEST_MAJOR || major == OLDEST_MAJOR && Integer.parseInt(numbers[1]) < OLDEST_MINOR;
    }
}
