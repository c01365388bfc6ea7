package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The language of a page (OpenID Connect Core §3.1.2.1, RFC 9110 §12.5.4)")
class LanguagesTest {

    private final Languages languages = Theme.ours().languages();

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
            ''        | id                     | id
            ''        | id-ID,id;q=0.9,en;q=.8 | id
            ''        | ID                     | id
            ''        | de,id;q=0.5,en;q=0.4   | id
            ''        | de,fr                  | en
            ''        | en,id                  | en
            ''        | id;q=0.2,en;q=0.7      | en
            ''        | *                      | en
            ''        | none                   | en
            ''        | ''                     | en
            ''        | ;;;q=,,=               | en
            ''        | id;q=2                 | en
            ''        | -                      | en
            ''        | '--, id'               | en
            id        | en                     | id
            de id-ID  | en                     | id
            fr de     | id                     | id
            '<x> é'   | id                     | id
            '- id'    | en                     | id
            """)
    void is_the_first_that_is_there(String uiLocales, String accept, String expected) {
        assertEquals(expected, languages.choose(List.of(uiLocales.split(" ")), accept).tag());
    }

    @Test
    void is_english_for_who_sends_a_header_without_end() {
        assertEquals("en", languages.choose(List.of(), "id," + "x-".repeat(5000) + "y").tag());
    }

    @Test
    void fills_in_values_as_they_are() {
        assertEquals("{1} to 5 characters, without @.", languages.choose(List.of(), "en").say("username-hint", "{1}", 5)
                .replace("5 to", "{1} to"));
    }
}
