package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Addresses as text (RFC 5952 §4)")
class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "2001:0db8::0001,                          2001:db8::1",
        "2001:db8:0:0:0:0:2:1,                     2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1,                     2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1,                       2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1,                     2001:db8::1:0:0:1",
        "0:0:1:0:0:1:1:1,                          ::1:0:0:1:1:1",
        "1:0:0:1:1:1:0:0,                          1::1:1:1:0:0",
        "2001:DB8:1:2:3:4:0:0,                     2001:db8:1:2:3:4::",
        "fe80:1010:a00:10:100:0:20:30,             fe80:1010:a00:10:100:0:20:30",
        "::,                                       ::",
        "::1,                                      ::1",
        "1::,                                      1::",
        "::ffff:192.0.2.1,                         192.0.2.1",
        "0.0.0.0,                                  0.0.0.0",
        "192.0.2.1,                                192.0.2.1"
    })
    void have_one_form(String text, String form) {
        assertEquals(form, AddressText.of(AddressRange.literal(text).orElseThrow()));
        assertEquals(AddressRange.literal(text), AddressRange.literal(form));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:0:0:0:0/64,                  2001:db8:1:2::/64",
        "2001:db8:0:1:0:0:0:0/64,                  2001:db8:0:1::/64",
        "0:0:0:0:0:0:0:0/64,                       ::/64",
        "192.0.2.1,                                192.0.2.1",
        "not:an:address,                           not:an:address"
    })
    void of_networks_too(String text, String form) {
        assertEquals(form, AddressText.ofNetwork(text));
    }
}
