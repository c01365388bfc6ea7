package dev.warden.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Map;

/**
 * A language of the pages.
 *
 * @param tag      its language tag (BCP 47), for example {@code id}
 * @param messages every text by its key
 */
record Language(String tag, Map<String, String> messages) {

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
