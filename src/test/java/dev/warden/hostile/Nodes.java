package dev.warden.hostile;

import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

import dev.warden.RunningWarden;
import dev.warden.WardenProcess;
import dev.warden.database.MariaDb;
import dev.warden.server.ServerProcess;
import dev.warden.server.ServerUnderTest;

/** How the tests of processes start theirs: on the embedded server, or on one like the server under test. */
final class Nodes {

    private Nodes() {
    }

    /** One on an H2 file of its own. */
    static RunningWarden.Launch onH2(String name) {
        Path home = WardenProcess.newHome(name);
        RunningWarden.Launch launch = ServerUnderTest.isGiven() ? ServerProcess.in(home) : WardenProcess.in(home);
        return launch.with("warden.http.trusted-proxies", "127.0.0.1");
    }

    /**
     * One on a database of the tests' MariaDB; all on one database are nodes of one Warden, if they have one master
     * key.
     */
    static RunningWarden.Launch onMariaDb(String database, String masterKey) {
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
