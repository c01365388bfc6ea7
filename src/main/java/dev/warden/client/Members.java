package dev.warden.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

import dev.warden.account.InvisibleCharacters;
import dev.warden.platform.InvalidValue;

/**
 * The members of a client metadata document, each read as the type it must have. A null member counts as absent (RFC
 * 7592 §2.2). {@link InvalidValue} names the member.
 */
final class Members {

    private static final int MAX_TEXT = 2000;
    private static final int MAX_ENTRIES = 100;
    /**
     * They are piled up, and would cover the lines above and below. UTS #39 §5.4: "Forbid sequences of more than 4
     * nonspacing marks (gc=Mn or gc=Me)"; no script is written with that many. Joiners between them begin no new
     * character (UAX #29 §3.1.1).
     */
    private static final Pattern TOO_MANY_MARKS = Pattern.compile("(?:[\\p{Mn}\\p{Me}][\\u200c\\u200d]*){5}");
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private final JsonObject document;

    Members(JsonObject document) {
        this.document = document;
    }

    boolean has(String name) {
        return value(name) != null;
    }

    /** The member, or null. */
    JsonValue value(String name) {
        JsonValue value = document.get(name);
        return value == JsonValue.NULL ? null : value;
    }

    /** A string, or null. */
    String text(String name) {
        JsonValue value = value(name);
        return value == null ? null : text(name, value);
    }

    private static String text(String name, JsonValue value) {
        if (!(value instanceof JsonString string)) {
            throw new InvalidValue(name, "must be a string");
        }
        String text = string.getString();
        if (text.codePoints().noneMatch(Members::isSeenAlone) || text.length() > MAX_TEXT
                || text.codePoints().anyMatch(Members::isRefused)) {
            throw new InvalidValue(name, "must have 1 to " + MAX_TEXT + " characters, and none that is invisible");
        }
        if (TOO_MANY_MARKS.matcher(text).find()) {
            throw new InvalidValue(name, "has too many marks on one character");
        }
        return text;
    }

    /** Some scripts and emoji are written with joiners. */
    private static boolean isRefused(int character) {
        return InvisibleCharacters.contain(character) && character != ZERO_WIDTH_NON_JOINER
                && character != ZERO_WIDTH_JOINER;
    }

    /** Not so marks, which would be shown on what stands before them, nor the variation selectors among these. */
    private static boolean isSeenAlone(int character) {
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> false;
            default -> !InvisibleCharacters.contain(character);
        };
    }

    /** An array of strings; the default if it is absent. */
    List<String> texts(String name, List<String> instead) {
        JsonValue value = value(name);
        if (value == null) {
            return instead;
        }
        if (!(value instanceof JsonArray array) || array.size() > MAX_ENTRIES) {
            throw new InvalidValue(name, "must be an array of at most " + MAX_ENTRIES + " strings");
        }
        return array.stream().map(each -> text(name, each)).distinct().toList();
    }

    List<String> texts(String name) {
        return texts(name, List.of());
    }

    /** An array of strings that are all among the allowed ones. */
    List<String> textsOf(String name, List<String> allowed, List<String> instead) {
        List<String> texts = texts(name, instead);
        texts.forEach(each -> requireOneOf(name, each, allowed));
        return texts;
    }

    /** A string among the allowed ones; the default if it is absent. */
    String textOf(String name, List<String> allowed, String instead) {
        String text = text(name);
        if (text == null) {
            return instead;
        }
        requireOneOf(name, text, allowed);
        return text;
    }

    private static void requireOneOf(String name, String text, List<String> allowed) {
        if (!allowed.contains(text)) {
            throw new InvalidValue(name, "supports " + String.join(", ", allowed) + " only");
        }
    }

    boolean flag(String name, boolean instead) {
        JsonValue value = value(name);
        if (value == null) {
            return instead;
        }
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            throw new InvalidValue(name, "must be true or false");
        }
        return value == JsonValue.TRUE;
    }

    /** The constant with this word; the default if it is absent. */
    <E extends Enum<E>> E choice(String name, Class<E> type, Function<E, String> word, E instead) {
        String text = textOf(name, Stream.of(type.getEnumConstants()).map(word).toList(), word.apply(instead));
        return Stream.of(type.getEnumConstants()).filter(each -> word.apply(each).equals(text)).findFirst()
                .orElseThrow();
    }

    /** A number of seconds, or null. */
    Duration seconds(String name) {
        JsonValue value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonNumber number) || !number.isIntegral() || number.bigIntegerValue().bitLength() > 31
                || number.longValue() < 0) {
            throw new InvalidValue(name, "must be a number of seconds");
        }
        return Duration.ofSeconds(number.longValue());
    }

    /** An ISO-8601 duration within bounds, or null. */
    Duration duration(String name, Duration least, Duration most) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException notADuration) {
            // Reported below, with the range.
        }
        throw new InvalidValue(name, "must be an ISO-8601 duration from " + least + " to " + most);
    }

    /** An https address, or null. */
    URI https(String name) {
        String text = text(name);
        return text == null ? null : address(name, text, false);
    }

    /** An address for links, https or on the loopback interface; or null. */
    URI web(String name) {
        String text = text(name);
        return text == null ? null : address(name, text, true);
    }

    /** Localized strings: {@code name}, {@code name#de}. */
    Localized localized(String name, boolean isAddress) {
        Map<String, String> byTag = document.keySet().stream().filter(key -> key.startsWith(name + "#"))
                .filter(this::has).collect(Collectors.toMap(key -> key.substring(name.length() + 1), this::text));
        if (byTag.size() > MAX_ENTRIES || byTag.keySet().stream().anyMatch(tag -> !tag.matches("[A-Za-z0-9-]{1,35}"))) {
            throw new InvalidValue(name, "has a language tag that is none");
        }
        if (has(name)) {
            byTag.put("", text(name));
        }
        if (isAddress) {
            byTag.values().forEach(text -> address(name, text, true));
        }
        return new Localized(byTag);
    }

    static URI address(String name, String text, boolean loopbackToo) {
        try {
            URI uri = new URI(text);
            boolean isPlain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                    && uri.toASCIIString().equals(text);
            if (isPlain && ("https".equals(uri.getScheme()) || loopbackToo && isHttpOnLoopback(uri))) {
                return uri;
            }
        } catch (URISyntaxException notAnAddress) {
            // Reported below.
        }
        throw new InvalidValue(name, "must be an https address without fragment");
    }

    private static boolean isHttpOnLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && List.of("localhost", "127.0.0.1", "[::1]").contains(uri.getHost());
    }
}
