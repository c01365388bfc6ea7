package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Headers that every server shall read alike")
class HeaderSyntaxTest {

    private static final int LONG = 30 * 1024;
    /** How often a pattern may look at each character of a text. */
    private static final int LOOKS = 20;

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON", " application/json ",
            "application/json;charset=UTF-8",
        "application/json ; charset=\"utf-8\"", "application/json;", "multipart/form-data; boundary=x", "*/*"})
    void a_media_type_has_a_type_and_a_subtype(String type) {
        assertTrue(HeaderSyntax.MEDIA_TYPE.matches(type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "json", "/", "application/", "/json", "application/json/", "application json",
        "application/json, text/plain", "application/json; a", "application/json; charset=", "application/json;;a=b",
        "application/json;q=1", "application/json; charset=utf-8 ; Q=x"})
    void anything_else_is_none(String type) {
        assertFalse(HeaderSyntax.MEDIA_TYPE.matches(type));
    }

    @Test
    void a_media_type_that_nobody_has_is_none() {
        String type = "a/b;c=\"%s\"";
        assertTrue(HeaderSyntax.isMediaType(type.formatted("d".repeat(247))));
        assertFalse(HeaderSyntax.isMediaType(type.formatted("d".repeat(248))));
    }

    @Test
    void white_space_is_no_letter_of_a_type() {
        assertEquals("application/json;charset=utf-8",
                HeaderSyntax.withoutWhiteSpace(" application/json ; charset=utf-8;"));
    }

    /** U+0085, which to a pattern ends a line, is a letter of a header like others. */
    @Test
    void a_weight_is_found_after_any_parameter() {
        assertEquals(Optional.empty(), HeaderSyntax.acceptable("a/b;c=\"\u0085\";q=2"));
        assertTrue(HeaderSyntax.UNREADABLE_COOKIES.matches("a=\u0085; $Version=x"));
    }

    /** Otherwise a stranger would occupy a core for seconds with a single header. */
    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "; ", ";", "a", "0", ",", ";q=", ";a=b", ",a", ";$Version", "q= "})
    void takes_a_time_in_proportion_to_its_length(String repeated) {
        for (String start : List.of("", "a/b", "a/b;c=\"", ";q=", "de")) {
            for (String end : List.of("", "\u0085", "x\u0085x", "!\"")) {
                String text = start + repeated.repeat(LONG / repeated.length()) + end;
                Stream.of(HeaderSyntax.values()).forEach(it -> it.pattern.matcher(new CountedText(text)).matches());
                HeaderSyntax.RANGE.matcher(new CountedText(text)).matches();
                HeaderSyntax.OF_WEIGHT.matcher(new CountedText(text)).matches();
                HeaderSyntax.SEMICOLON.matcher(new CountedText(text)).replaceAll("");
            }
        }
    }

    /** Counts how often its characters are looked at, and fails if that is too often. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private int looks;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            looks++;
            assertTrue(looks <= LOOKS * LONG, () -> "More than linear at " + text.substring(0, 20));
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "application/json | application/json",
        "'' | */*",
        "text/html, application/json;q=0.9, */*;q=0.1 | text/html, application/json;q=0.9, */*;q=0.1",
        "text/html,,application/json, | text/html, application/json",
        "text/html;level=1;q=1.000 | text/html;level=1;q=1.000",
        // RFC 9110 §12.4.2: zero means not acceptable.
        "text/html, application/json;q=0.000 | text/html",
        "application/json;q=0 | nothing/acceptable",
        "image/png, */x | image/png",
        // Of java.net.HttpURLConnection before JDK-8163921.
        "'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2' | text/html, image/gif, image/jpeg, */*;q=0.2",
        "garbage | nothing/acceptable"})
    void what_is_wanted_is_left_of_Accept(String accept, String wanted) {
        assertEquals(Optional.of(wanted), HeaderSyntax.acceptable(accept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", ",,,", "a/b;q=x", "a/b;q=2", "a/b;q=1.1", "a/b;q=0.1234", "a/b;;q=1", "a/b;q",
            "a/b c/d",
        "text/html, a/b;Q=7"})
    void an_Accept_that_cannot_be_read_is_nothing(String accept) {
        assertEquals(Optional.empty(), HeaderSyntax.acceptable(accept));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"de | true", "de-CH, en;q=0.5, *;q=0 | true", "de,,en | true", "'' | true",
        ";q=x | false", "de;q=2 | false", "de en | false", "d_e | false",
        "- | false", "-de | false", "de- | false", "de--CH | false", "1 | false", "zh-Hant-TW, de-* | true"})
    void languages_are_ranges_with_weights(String languages, boolean readable) {
        assertEquals(readable, HeaderSyntax.LANGUAGES.matches(languages));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"$Version=x; a=b | true", "a=b; $Version | true", "$Version=; a=b | true",
        "$Version=1; a=b | false", "a=b;$Version=1 | false", "a=$Version | false", "x$Version=x | false",
        "a=b | false"})
    void the_version_of_cookies_is_a_number(String cookies, boolean unreadable) {
        assertEquals(unreadable, HeaderSyntax.UNREADABLE_COOKIES.matches(cookies));
    }
}
