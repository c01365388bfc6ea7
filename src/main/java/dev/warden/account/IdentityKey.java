package dev.warden.account;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Normalises a name to the key that all its spellings share: NFKC (UAX #15), case-folded, without control and format
 * characters. Names with equal keys are the same identity.
 */
final class IdentityKey {

    /** Maximum length of a key, and the width of its column. RFC 5321 §4.5.3.1.3 allows an address 254 octets. */
    static final int MAX_LENGTH = 254;

    private static final String INVISIBLE_LETTERS_AND_MARKS =
            "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0";

    private IdentityKey() {
    }

    static String of(String name) {
        if (isPlainAscii(name)) {
            return name.toLowerCase(Locale.ROOT);
        }
        String visible = name.codePoints().filter(c -> !isInvisible(c) && !isVariationSelector(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        String folded = Normalizer.normalize(visible, Normalizer.Form.NFKC)
                // Upper case makes ß and ss, ς and σ equal; lower case before that is for the capital ß.
                .toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).replace('ς', 'σ');
    }

    /**
     * Whether a code point is a control, format, surrogate, private-use or unassigned character, a line separator, or
     * one of the letters and marks that are rendered as nothing (UAX #44 Default_Ignorable_Code_Point; variation
     * selectors are not included, because emoji use them).
     */
    static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> INVISIBLE_LETTERS_AND_MARKS.indexOf(codePoint) >= 0;
        };
    }

    private static boolean isVariationSelector(int codePoint) {
        return codePoint >= 0xfe00 && codePoint <= 0xfe0f || codePoint >= 0xe0100 && codePoint <= 0xe01ef;
    }

    private static boolean isPlainAscii(String name) {
        return name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
