package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.security.ErrorPages;

@DisplayName("The texts of the pages")
class MessagesTest {

    private static final Path FOLDER = Path.of("src/main/resources/META-INF/theme");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");
    private static final Pattern USED = Pattern.compile("\\{\\{[#^]?t\\.([a-z-]+)}}");

    private final Properties english = read("en");
    private final Properties indonesian = read("id");

    @Test
    void are_the_same_in_every_language() {
        assertEquals(english.stringPropertyNames(), indonesian.stringPropertyNames());
        assertTrue(english.size() > 50);
    }

    @Test
    void are_translated() {
        Set<String> same = english.stringPropertyNames().stream()
                .filter(key -> english.getProperty(key).equals(indonesian.getProperty(key)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertEquals(Set.of(), same);
    }

    @Test
    @DisplayName("that say what is wrong with a field say more than its label (WCAG 2.2, 3.3.1)")
    void that_say_what_is_wrong_say_more_than_a_label() {
        for (Properties language : List.of(english, indonesian)) {
            Set<String> labels = Stream.of("username", "email", "password", "current-password", "confirmation",
                    "changed-confirmation").map(key -> language.getProperty(key) + ".").collect(Collectors.toSet());
            for (String key : language.stringPropertyNames()) {
                assertFalse(labels.contains(language.getProperty(key)), key);
            }
        }
    }

    @Test
    void say_something_and_have_the_same_places_for_values() {
        for (String key : english.stringPropertyNames()) {
            assertFalse(english.getProperty(key).isBlank(), key);
            assertFalse(indonesian.getProperty(key).isBlank(), key);
            assertEquals(places(english.getProperty(key)), places(indonesian.getProperty(key)), key);
        }
    }

    @Test
    void that_templates_use_are_there_and_templates_say_nothing_themselves() {
        Set<String> used = new TreeSet<>();
        for (String template : Theme.TEMPLATES) {
            String source = source(template);
            USED.matcher(source).results().map(result -> result.group(1)).forEach(used::add);
            String words = source.replaceAll("\\{\\{[^}]*}}", "").replaceAll("<[^>]*>", "").replaceAll("[\\s·–.]", "");
            assertEquals("", words, template);
        }
        assertTrue(english.stringPropertyNames().containsAll(used), used::toString);
        assertTrue(used.size() > 20);
    }

    @Test
    void tell_every_reason_an_error_page_may_have() {
        for (ErrorPages.Reason reason : ErrorPages.Reason.values()) {
            String key = "error-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
            assertTrue(english.containsKey(key) && english.containsKey(key + "-help"), key);
        }
    }

    @Test
    void have_a_title_for_every_page() {
        for (String template : List.of("signin", "signup", "consent", "continue", "formpost", "signout", "account",
                "password")) {
            assertTrue(english.containsKey(template + "-title"), template);
        }
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).sorted().toList();
    }

    private static String source(String template) {
        try {
            return Files.readString(FOLDER.resolve(template + ".html"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Properties read(String language) {
        try (Reader in = Files.newBufferedReader(FOLDER.resolve("messages_" + language + ".properties"))) {
            Properties properties = new Properties();
            properties.load(in);
            try (Stream<String> lines = Files.lines(FOLDER.resolve("messages_" + language + ".properties"))) {
                assertEquals(properties.size(), lines.filter(line -> line.matches("[a-z-]+=.*")).count(),
                        "no key twice");
            }
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
