package dev.warden.hostile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.RunningWarden;
import dev.warden.database.MariaDb;

/** The system property {@code test.kills} says how many on each database; 200 take an hour. */
@DisplayName("kill -9 under load")
@Tag("process")
@Tag("node")
class KillIT {

    private static final int KILLS = Integer.getInteger("test.kills", 3);
    private static final int LONGEST_LOAD_MILLIS = 1500;

    @Test
    void loses_nothing_acknowledged_on_h2() throws InterruptedException {
        killAndCheck(Nodes.onH2("kill"));
    }

    @Test
    void loses_nothing_acknowledged_on_mariadb() throws InterruptedException {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        killAndCheck(Nodes.onMariaDb("kill", Nodes.newMasterKey()));
    }

    private static void killAndCheck(RunningWarden.Launch launch) throws InterruptedException {
        // What a client does whose answer was lost; the start of a server may take longer than the default grace.
        RunningWarden warden = launch.with("warden.session.refresh-grace", "PT1M").start();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                Load load = new Load(warden);
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(LONGEST_LOAD_MILLIS) + 300);
                warden.kill();
                load.awaitEnd();
                warden = warden.restart();
                load.check(warden.client());
            }
        } finally {
            warden.close();
        }
    }
}
