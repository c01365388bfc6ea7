package dev.warden.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.database.Store;

/** Where registration is open, strangers decide how many rows there are. */
@DisplayName("Clients are found by an index (MariaDB)")
class ClientIndexesTest {

    private static final String INDEX = "ix_client_origin";

    private final Store store;
    private final MutableClock clock = new MutableClock();
    private final Node node;

    ClientIndexesTest() throws SQLException {
        store = Engine.MARIADB.emptyStore();
        node = Node.on(store, clock);
        for (String origin : new String[] {"REGISTERED", "DECLARED"}) {
            store.database().update("INSERT INTO client (id, origin, metadata, created_at, used_at, deleted_at,"
                            + " revision) SELECT CONCAT(?, x), ?, ?, ?, CASE WHEN x % 3 = 0 THEN ? END,"
                            + " CASE WHEN x % 4 = 0 THEN ? END, 0 FROM "
                            + store.numbersTo(origin.equals("DECLARED") ? 20 : 6_000),
                    origin, origin, "{\"redirect_uris\": [\"https://shop.example/\"]}", clock.instant(),
                    clock.instant(), clock.instant());
        }
        store.database().list("ANALYZE TABLE client", row -> row.getString("Msg_text"));
        store.statements();
    }

    private String statement() {
        return store.statements().stream().filter(sql -> sql.startsWith("SELECT id")).findFirst().orElseThrow();
    }

    @Test
    void that_were_never_used() {
        node.clients.deleteUnused(clock.instant().minus(Duration.ofDays(1)));

        assertEquals(Optional.of(INDEX), store.indexFor(statement(), Origin.REGISTERED.name(),
                clock.instant().plusSeconds(1)));
    }

    @Test
    void that_an_operator_declared() {
        assertEquals(15, node.clients.stored(Origin.DECLARED).size());

        assertEquals(Optional.of(INDEX), store.indexFor(statement(), Origin.DECLARED.name()));
    }
}
