package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Places of which each has a share")
class ConcurrencyLimitTest {

    private final ConcurrencyLimit shares = new ConcurrencyLimit(3, 2);

    @Test
    void nobody_has_more_than_a_share_and_all_no_more_than_there_are() {
        assertTrue(shares.take("a"));
        assertTrue(shares.take("a"));
        assertFalse(shares.take("a"));

        assertTrue(shares.take("b"));
        assertFalse(shares.take("b"), "there are no more");
        assertFalse(shares.take("c"));
    }

    @Test
    void what_is_given_back_is_there_again() {
        shares.take("a");
        shares.take("a");
        shares.giveBack("a");
        assertTrue(shares.take("a"));

        shares.giveBack("a");
        shares.giveBack("a");
        for (String whose : new String[] {"b", "c", "d"}) {
            assertTrue(shares.take(whose));
        }
        assertFalse(shares.take("e"));
    }
}
