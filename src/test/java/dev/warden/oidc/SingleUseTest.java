package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;

@OnEveryDatabase
@DisplayName("What may be used once, on nodes whose clocks differ (RFC 7523 §3: jti)")
class SingleUseTest {

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final MutableClock ahead = new MutableClock();

    SingleUseTest(Engine engine) throws SQLException {
        store = engine.emptyStore();
    }

    @Test
    void is_not_forgotten_by_a_node_that_is_ahead_while_another_one_would_take_it_again() {
        SingleUse node = new SingleUse(store.newDatabase(), clock);
        SingleUse other = new SingleUse(store.newDatabase(), ahead);
        Instant expiry = clock.instant().plus(Duration.ofMinutes(5));
        assertTrue(node.use("shop", "jti", expiry));

        clock.set(expiry.minusMillis(1));
        ahead.set(clock.instant().plusSeconds(30));
        other.forget();
        assertFalse(node.use("shop", "jti", expiry));

        ahead.set(expiry.plus(Duration.ofMinutes(1)).plusMillis(1));
        other.forget();
        assertEquals(0, store.count("used_assertion"));
    }
}
