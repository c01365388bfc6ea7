package dev.warden.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Devices and their networks (RFC 6177 §2: a site has at least a /64)")
class DeviceTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,                                192.0.2.1",
        "2001:db8:1:2:3:4:5:6,                     2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:2::,                           2001:db8:1:2:0:0:0:0/64",
        "2001:DB8:1:2:ffff:ffff:ffff:ffff,         2001:db8:1:2:0:0:0:0/64",
        "2001:db8:1:3::6,                          2001:db8:1:3:0:0:0:0/64",
        "::1,                                      0:0:0:0:0:0:0:0/64",
        "::ffff:192.0.2.1,                         192.0.2.1",
        "::ffff:c000:201,                          192.0.2.1",
        "not:an:address,                           not:an:address",
        "unknown,                                  unknown"
    })
    void an_ipv6_subscriber_is_one_network_and_ipv4_in_ipv6_is_ipv4(String address, String network) {
        assertEquals(network, new Device(address, "").network());
    }

    @Test
    void the_longest_network_fits_its_column() {
        assertTrue(new Device("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "").network().length() <= 45);
    }

    @Test
    void a_user_agent_is_cut_to_255_characters_and_never_within_one() {
        assertEquals("x".repeat(255), new Device("192.0.2.1", "x".repeat(256)).userAgent());
        assertEquals("x".repeat(254), new Device("192.0.2.1", "x".repeat(254) + "\ud83d\ude00").userAgent());
        assertEquals("", new Device("192.0.2.1", null).userAgent());
    }
}
