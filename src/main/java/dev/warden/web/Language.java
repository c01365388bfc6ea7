package dev.warden.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * A language of the pages.
 *
 * @param tag       its language tag (BCP 47), for example {@code id}
 * @param direction in which it is written, as HTML's attribute {@code dir} has it
 * @param messages  every text by its key
 */
record Language(String tag, String direction, Map<String, String> messages) {

    /** FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9 §2.7). */
    private static final String ISOLATE = "\u2068%s\u2069";

    /**
     * @param own      the texts in this language, whose letters tell its direction: a tag need not name a script
     * @param messages every text by its key
     */
    static Language of(String tag, Map<String, String> own, Map<String, String> messages) {
        String texts = String.join(" ", own.values());
        long toTheLeft = count(texts, type -> type == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || type == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
        long toTheRight = count(texts, type -> type == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return new Language(tag, toTheLeft > toTheRight ? "rtl" : "ltr", messages);
    }

    private static long count(String texts, IntPredicate directionality) {
        return texts.codePoints().map(Character::getDirectionality).filter(directionality).count();
    }

    /** A name of whatever script, for use within a text. */
    static String isolated(String name) {
        return String.format(ISOLATE, name);
    }

    /**
     * A text, with values in place of {@code {0}}, {@code {1}} and so on. The result is plain text: templates escape
     * it.
     *
     * @throws IllegalArgumentException if there is no such text
     */
    String say(String key, Object... values) {
        String text = messages.get(key);
        if (text == null) {
            throw new IllegalArgumentException("No message: " + key);
        }
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", String.valueOf(values[i]));
        }
        return text;
    }

    /** A date and time in UTC. */
    String say(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(Locale.forLanguageTag(tag)).withZone(ZoneOffset.UTC).format(instant) + " UTC";
    }
}
