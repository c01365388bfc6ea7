package dev.warden.hostile;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.RunningWarden;
import dev.warden.database.MariaDb;
import dev.warden.server.ServerUnderTest;

@DisplayName("SIGTERM under load")
@Tag("process")
@Tag("node")
class EndUnderLoadIT {

    private static final int LOAD_MILLIS = 1500;
    /** 20 s are promised. */
    private static final Duration CEILING = Duration.ofMinutes(1);

    @Test
    void cuts_no_request_and_loses_nothing_acknowledged_and_gives_no_wrong_answer() throws InterruptedException {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        RunningWarden warden = Nodes.onMariaDb("ended", Nodes.newMasterKey())
                .with("warden.session.refresh-grace", "PT1M").start();
        try {
            Load load = new Load(warden);
            TimeUnit.MILLISECONDS.sleep(LOAD_MILLIS);
            end(warden);
            load.awaitEnd();
            load.checkThatNothingWasCut();
            if (!ServerUnderTest.isGiven()) {
                load.checkThatReadinessEndedFirst();
            }
            warden = warden.restart();
            load.check(warden.client());
        } finally {
            warden.close();
        }
    }

    private static void end(RunningWarden warden) {
        Figures.timed("from SIGTERM to the end of the process", CEILING, () -> {
            warden.end();
            return warden;
        });
    }
}
