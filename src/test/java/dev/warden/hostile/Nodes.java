package dev.warden.hostile;

import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

import dev.warden.WardenProcess;
import dev.warden.database.MariaDb;

/** How the tests of processes start theirs. */
final class Nodes {

    private Nodes() {
    }

    /** One on an H2 file of its own. */
    static WardenProcess.Launch onH2(String name) {
        return WardenProcess.in(WardenProcess.newHome(name)).with("warden.http.trusted-proxies", "127.0.0.1");
    }

    /** One on a database of the tests' MariaDB; all on one database are nodes of one Warden, if they have one master key. */
    static WardenProcess.Launch onMariaDb(String database, String masterKey) {
        MariaDb mariaDb = MariaDb.running();
        return onH2(database).with("warden.db.url", mariaDb.database(database))
                .with("warden.db.user", mariaDb.user()).with("warden.db.password", mariaDb.password())
                .with("warden.master-key", masterKey).with("warden.public-url", "http://warden.test.example");
    }

    static String newMasterKey() {
        byte[] key = new byte[32];
        ThreadLocalRandom.current().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
