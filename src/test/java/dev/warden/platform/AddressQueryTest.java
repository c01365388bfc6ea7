package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The query of an address (RFC 6749 §3.1.2, appendix B)")
class AddressQueryTest {

    @Test
    void begins_with_the_first_parameter() {
        assertEquals("https://shop.example/cb?iss=https%3A%2F%2Fid.example",
                AddressQuery.extended("https://shop.example/cb", Map.of("iss", "https://id.example")));
    }

    @Test
    void is_retained() {
        assertEquals("https://shop.example/cb?a=b%20c&state=x+%26",
                AddressQuery.extended("https://shop.example/cb?a=b%20c", Map.of("state", "x &")));
    }

    @Test
    void has_parameters_in_their_order() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("state", "é");
        parameters.put("code", "");
        assertEquals("app:/cb?&state=%C3%A9&code=", AddressQuery.extended("app:/cb?", parameters));
    }
}
