package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.warden.LogLines;

@DisplayName("The public address and the context root")
class PublicAddressTest {

    @Test
    void a_different_context_root_is_told() {
        assertEquals(List.of("warden.public-url is https://id.example.org, but Warden is deployed at /warden: the"
                + " addresses that it tells people and clients lead elsewhere"),
                compared("https://id.example.org", "/warden"));
        assertEquals(List.of("warden.public-url is https://id.example.org/warden, but Warden is deployed at /: the"
                + " addresses that it tells people and clients lead elsewhere"),
                compared("https://id.example.org/warden", ""));
    }

    @ParameterizedTest
    @CsvSource({"https://id.example.org,''", "https://id.example.org/warden,/warden"})
    void the_same_is_not_worth_a_word(String address, String contextPath) {
        assertEquals(List.of(), compared(address, contextPath));
    }

    private static List<String> compared(String address, String contextPath) {
        try (LogLines log = LogLines.of(PublicAddress.class)) {
            new PublicAddress(URI.create(address)).compareWith(contextPath);
            return log.lines();
        }
    }
}
