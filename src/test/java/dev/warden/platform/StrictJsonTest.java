package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicReference;

import jakarta.json.JsonException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("JSON from outside (RFC 8259)")
class StrictJsonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', value = {
        "{'a': 1, 'a': 2} | The body has two members of one name.",
        "{'a': '\\ud800'} | The body has a character that is not allowed.",
        "{'a\\u0000': 1} | The body has a character that is not allowed.",
        "{'a': [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]} | The body is nested too deeply.",
        "{'a': 1} 2 | The body is not a JSON object.", "[1] | The body is not a JSON object.",
        "{'a' | The body is not a JSON object.", "x | The body is not a JSON object."})
    void is_refused_with_a_sentence(String document, String sentence) {
        assertEquals(sentence, assertThrows(JsonException.class,
                () -> StrictJson.requireObject(document.replace('\'', '"'))).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "null", "[1", "[1] 2", "[1e99999999999]", "['\\udc00']"})
    void that_is_no_array_is_refused(String text) {
        assertThrows(JsonException.class, () -> JsonText.array(text.replace('\'', '"')));
    }

    @Test
    void is_refused_on_a_small_stack_too() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();

        Thread small = new Thread(null, () -> thrown.set(assertThrows(Throwable.class,
                () -> JsonText.array("[".repeat(900) + "]".repeat(900)))), "small", 160 * 1024);
        small.start();
        small.join();

        assertInstanceOf(JsonException.class, thrown.get());
    }
}
