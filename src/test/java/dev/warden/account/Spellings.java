package dev.warden.account;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;

import org.junit.jupiter.params.provider.Arguments;

/** Names in pairs. Both databases must see them as Java does. */
final class Spellings {

    private Spellings() {
    }

    /** Two spellings of one name. */
    static Stream<Arguments> ofOne() {
        return Stream.of(
                arguments("Bob", "bOB"),
                arguments("jos\u00e9", "jose\u0301"),
                arguments("JOS\u00c9", "jose\u0301"),
                arguments("stra\u00dfe", "STRASSE"),
                arguments("stra\u00dfe", "stra\u1e9ee"),
                arguments("\uff42\uff4f\uff42", "bob"),
                arguments("o\ufb03ce", "office"),
                arguments("\u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2", "\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3"),
                arguments("\u03bf\u03c2x", "\u03bf\u03c3x"),
                arguments("\u212aelvin", "kelvin"),
                arguments("\u212bngstr\u00f6m", "\u00e5ngstr\u00f6m"),
                arguments("\u017fusi", "susi"),
                arguments("\u0131sil", "ISIL"),
                arguments("\u0130lke", "i\u0307lke"),
                arguments("x\u00b2", "x2"),
                arguments("\ud55c", "\u1112\u1161\u11ab"),
                arguments("\u01c4emal", "\u01c6emal"),
                arguments("\ud801\udc00\ud801\udc01", "\ud801\udc28\ud801\udc29"),
                arguments("\u2764\ufe0fx", "\u2764x"));
    }

    /** Two names, however alike a careless comparison finds them. */
    static Stream<Arguments> ofTwo() {
        return Stream.of(
                arguments("jos\u00e9", "jose"),
                arguments("a\ud83d\ude00", "a\ud83d\ude0e"),
                arguments("\ud842\udfb7", "\ud842\udfb8"),
                arguments("bob", "b ob"),
                arguments("\u0430bob", "abob"),
                arguments("\u00f8re", "ore"),
                arguments("m\u00fcller", "mueller"),
                arguments("\u0142uk", "luk"),
                arguments("x_y", "x%y"));
    }
}
