package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A range of addresses (RFC 4632 §3.1)")
class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.255.255", "10.1.2.3/8, 10.0.0.0", "127.0.0.1, 127.0.0.1", "0.0.0.0/0, 203.0.113.9",
        "192.0.2.128/25, 192.0.2.255", "fd00::/8, fdff:ffff::1", "::1, 0:0:0:0:0:0:0:1", "::/0, 2001:db8::1",
        "2001:db8::/33, 2001:db8:7fff::1", "127.0.0.1, ::ffff:127.0.0.1"})
    void has_the_addresses_within(String range, String address) {
        assertTrue(AddressRange.parse(range).orElseThrow().contains(address));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 11.0.0.0", "127.0.0.1, 127.0.0.2", "192.0.2.128/25, 192.0.2.127", "0.0.0.0/0, ::1",
            "::/0, 10.0.0.1",
        "2001:db8::/33, 2001:db8:8000::1", "fd00::/8, fe80::1", "127.0.0.1, 127.0.0.256", "127.0.0.1, localhost",
        "127.0.0.1, ''"})
    void has_no_others(String range, String address) {
        assertFalse(AddressRange.parse(range).orElseThrow().contains(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "::/129",
            "10.0.0.0/x",
        "10.0.0", "10", "localhost", "proxy.test.example", "10.0.0.256", "256.0.0.1", "1.2.3.4.5", "::g", "::1::",
        "10.0.0.1:80",
        "[::1]", " 10.0.0.1", "10.0.0.1\n", "0x7f.0.0.1", "１０.0.0.1"})
    void is_nothing_else(String text) {
        assertEquals(Optional.empty(), AddressRange.parse(text));
    }

    @Test
    void spells_an_address_in_one_way() {
        assertEquals(Optional.of("10.0.0.1"), AddressRange.literal("010.0.0.001").map(InetAddress::getHostAddress));
        assertEquals(Optional.of("10.0.0.1"), AddressRange.literal("::ffff:10.0.0.1").map(InetAddress::getHostAddress));
        assertEquals(AddressRange.literal("2001:DB8::1"), AddressRange.literal("2001:db8:0:0::1"));
    }
}
