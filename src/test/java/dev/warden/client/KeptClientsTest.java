package dev.warden.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.client.KeptClients.Known;
import dev.warden.platform.JsonText;

@DisplayName("The clients that a node keeps in memory")
class KeptClientsTest {

    private static final int MANY = 1000;
    private static final int LENGTH = KeptClients.MAX_WEIGHT / MANY;

    private final KeptClients kept = new KeptClients();

    @Test
    void are_found_until_they_are_forgotten() {
        keep("shop", Origin.DECLARED, 100);
        keep("shop", Origin.REGISTERED, 100);

        assertEquals(Origin.REGISTERED, kept.find("shop").orElseThrow().client().origin());
        kept.forget("shop");
        assertFalse(has("shop"));
    }

    @Test
    void are_those_that_were_asked_for_last_as_far_as_there_is_room() {
        for (int i = 0; i < 3 * MANY; i++) {
            keep("client-" + i, Origin.REGISTERED, LENGTH);
            assertTrue(has("client-0"));
        }

        long count = 0;
        for (int i = 0; i < 3 * MANY; i++) {
            count += has("client-" + i) ? 1 : 0;
        }
        assertTrue(count > MANY / 2 && count < MANY, count + " are there");
        assertTrue(has("client-" + (3 * MANY - 1)));
        assertFalse(has("client-1"));
    }

    @Test
    void weigh_something_without_metadata_too() {
        for (int i = 0; i <= KeptClients.MAX_WEIGHT / 1024; i++) {
            keep("client-" + i, Origin.REGISTERED, 0);
        }

        assertFalse(has("client-0"));
    }

    @Test
    void of_an_operator_are_not_displaced_by_strangers() {
        keep("shop", Origin.DECLARED, LENGTH);
        for (int i = 0; i < 3 * MANY; i++) {
            keep("client-" + i, Origin.REGISTERED, LENGTH);
        }

        assertTrue(has("shop"));
    }

    @Test
    void make_room_when_they_are_forgotten() {
        for (int i = 0; i < 3 * MANY; i++) {
            keep("same", Origin.REGISTERED, LENGTH);
            keep("other", Origin.REGISTERED, LENGTH);
            kept.forget("other");
        }
        keep("another", Origin.REGISTERED, LENGTH);

        assertTrue(has("same") && has("another"));
    }

    private void keep(String id, Origin origin, int length) {
        RegisteredClient client = ClientMetadata.read(id, origin, Instant.EPOCH,
                JsonText.object("{\"redirect_uris\": [\"https://shop.example/\"]}"));
        kept.keep(Known.of(new ClientRows.Row(client, true, length)));
    }

    private boolean has(String id) {
        return kept.find(id).isPresent();
    }
}
