package dev.warden.account;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Reduces a name to what two spellings of it share: NFKC (UAX #15), case-folded, without control and format characters.
 * Names with equal keys are one identity.
 */
final class IdentityKey {

    /** Characters of a key, as wide as its column. RFC 5321 §4.5.3.1.3 allows an address 254 octets. */
    static final int MAX_LENGTH = 254;

    private IdentityKey() {
    }

    static String of(String name) {
        if (isPlainAscii(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        String folded = Normalizer.normalize(name, Normalizer.Form.NFKC)
                // Upper case first: ß and ss, ς and σ meet there and nowhere else.
                .toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        String key = Normalizer.normalize(folded, Normalizer.Form.NFKC).replace('ς', 'σ');
        return key.codePoints().filter(c -> !isInvisible(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** A control, format, surrogate, private-use or unassigned character, or a separator of lines. */
    static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static boolean isPlainAscii(String name) {
        return name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
