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

    /** Whether a code point is an invisible, private-use or unassigned character. */
    static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            default -> InvisibleCharacters.contain(codePoint);
        };
    }

    private static boolean isVariationSelector(int codePoint) {
        return codePoint >= 0xfe00 && codePoint <= 0xfe0f || codePoint >= 0xe0100 && codePoint <= 0xe01ef;
    }

    private static boolean isPlainAscii(String name) {
        return name.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
}
