package dev.warden.account;

/**
 * The characters that change how others are shown or are shown as nothing: control and format characters, line
 * separators, and the letters, marks and symbols that fonts leave blank (UAX #44 Default_Ignorable_Code_Point, and
 * some more). With one that changes the direction, a name could reorder the text around it; with one that is not seen,
 * it could look like another's (Unicode TR #36 §2).
 *
 * <p>Variation selectors are not among them, because emoji use them.
 */
public final class InvisibleCharacters {

    private static final String LETTERS_MARKS_AND_SYMBOLS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f"
            + "\u2800\u3164\uffa0\ud834\udd59";

    private InvisibleCharacters() {
    }

    public static boolean contain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            // Reserved for characters that are to be ignored.
            case Character.UNASSIGNED -> codePoint == 0x2065 || codePoint >= 0xfff0 && codePoint <= 0xfff8
                    || codePoint >= 0xe0000 && codePoint <= 0xe0fff;
            default -> LETTERS_MARKS_AND_SYMBOLS.indexOf(codePoint) >= 0;
        };
    }
}
