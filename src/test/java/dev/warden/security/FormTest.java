package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Forms and queries (application/x-www-form-urlencoded)")
class FormTest {

    @Test
    void are_read_as_utf_8() {
        Form form = Form.parse("a=1+2&b=%C3%A9%e2%82%ac%F0%9F%98%80&c=&d&%61%26=x%3Dy=z&&e=a%2Bb");

        assertEquals("1 2", form.text("a"));
        assertEquals("é€\ud83d\ude00", form.text("b"));
        assertEquals("", form.text("c"));
        assertEquals("", form.text("d"));
        assertEquals("x=y=z", form.text("a&"));
        assertEquals("a+b", form.text("e"));
        assertEquals("", form.text("nothing"));
        assertEquals(Optional.empty(), form.value("c"));
        assertEquals(Optional.empty(), form.value("nothing"));
        assertEquals(Optional.of("1 2"), form.value("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%C3", "a=%C3%28", "a=%ED%A0%80", "a=%00", "a=\u00e9", "%ff=1",
            "a=%c0%af",
        "a=1&a=2", "a&a", "a=1&%61=2", "a=%+1", "a=%-1", "a=\u0131", "\u0161=1", "a=\uff11"})
    void that_can_be_read_in_two_ways_or_in_none_are_refused(String text) {
        assertEquals(400, assertThrows(RequestRefused.class, () -> Form.parse(text)).getResponse().getStatus());
    }

    @Test
    void do_not_print_what_was_typed() {
        assertFalse(Form.parse("password=rahasia").toString().contains("rahasia"));
    }
}
