package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A connection that is opened for a request")
class OpeningTest {

    private final CountDownLatch isReached = new CountDownLatch(1);
    private final CountDownLatch isClosed = new CountDownLatch(1);
    private final Connection connection = Interception.of(Connection.class, (method, arguments) -> {
        if (method.getName().equals("close")) {
            isClosed.countDown();
        }
        return null;
    });

    @AfterEach
    void end() {
        Patience.end();
    }

    @Test
    void is_given_to_it() throws SQLException {
        AtomicReference<Thread> by = new AtomicReference<>();
        Patience.begin(Duration.ofSeconds(20));

        assertSame(connection, new Opening(() -> {
            by.set(Thread.currentThread());
            return connection;
        }).open());

        assertNotSame(Thread.currentThread(), by.get());
        assertEquals(1, isClosed.getCount());
    }

    @Test
    void is_closed_when_it_comes_too_late() throws InterruptedException {
        Opening opening = new Opening(this::slow);
        Patience.begin(Duration.ofMillis(50));

        assertThrows(SQLTimeoutException.class, opening::open);

        assertEquals(1, isClosed.getCount());
        isReached.countDown();
        assertTrue(isClosed.await(20, TimeUnit.SECONDS));
    }

    @Test
    void fails_as_the_database_says() {
        SQLException refused = new SQLException("Access denied", "28000");
        Opening opening = new Opening(() -> {
            throw refused;
        });
        Patience.begin(Duration.ofSeconds(20));

        assertSame(refused, assertThrows(SQLException.class, opening::open));
    }

    @Test
    void is_one_of_a_bounded_number() {
        Opening opening = new Opening(this::slow);
        for (int i = 0; i < 2 * Database.POOL_SIZE; i++) {
            Patience.begin(Duration.ofMillis(1));
            assertThrows(SQLTimeoutException.class, opening::open);
        }

        Patience.begin(Duration.ofSeconds(20));
        SQLException tooMany = assertThrows(SQLException.class, opening::open);
        assertEquals("too many connections are being opened", tooMany.getMessage());
        isReached.countDown();
    }

    @Test
    void is_opened_by_the_thread_itself_if_that_answers_no_request() throws SQLException {
        AtomicReference<Thread> by = new AtomicReference<>();

        new Opening(() -> {
            by.set(Thread.currentThread());
            return connection;
        }).open();

        assertSame(Thread.currentThread(), by.get());
    }

    private Connection slow() throws SQLException {
        try {
            assertTrue(isReached.await(20, TimeUnit.SECONDS));
            return connection;
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }
}
