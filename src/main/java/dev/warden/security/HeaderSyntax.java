package dev.warden.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The syntax of some header values, so that every server reads them alike. Anybody can send these values, so every
 * pattern takes a time in proportion to the length of its text.
 */
enum HeaderSyntax {

    /**
     * One media type with its parameters (RFC 9110 §8.3.1); an empty parameter after a semicolon is tolerated. Jersey
     * reads a parameter q as a weight, and fails if it is none.
     */
    MEDIA_TYPE(Grammar.TOKEN + "/" + Grammar.TOKEN + "(?:(?![ \t]*+;[ \t]*+[Qq]=)" + Grammar.PARAMETER
            + ")*+[ \t]*+;?+"),

    /** Language ranges (RFC 9110 §12.5.4). */
    LANGUAGES("[ \t,]*+(?:" + Grammar.LANGUAGE + "(?:[ \t]*+;[ \t]*+q=" + Grammar.WEIGHT
            + ")?+[ \t]*+(?:,[ \t,]*+|$))*+"),

    /** Cookies with a version (RFC 2965 §3.3.4) that is not a number. */
    UNREADABLE_COOKIES("(?s)(?:.*[;, \t])?\\$Version(?!=[0-9]{1,9}(?:[;, \t]|$)).*");

    static final Pattern RANGE = Pattern.compile(
            "(" + Grammar.TOKEN + ")(?:/(" + Grammar.TOKEN + "))?+((?:" + Grammar.PARAMETER + ")*+)");
    static final Pattern OF_WEIGHT = Pattern.compile("(?is)(?:^|.*;)[ \t]*q=([^; \t]*).*");
    private static final Pattern WEIGHT = Pattern.compile(Grammar.WEIGHT);
    private static final Pattern ZERO = Pattern.compile("0(\\.0*)?");
    /** White space is only tried where it begins: else each of many blanks would begin a search of its own. */
    static final Pattern SEMICOLON = Pattern.compile("(?<![ \t])[ \t]*+;[ \t]*+");
    /**
     * The names of a type and of a subtype have at most 127 characters each (RFC 6838 §4.2), and no body needs a
     * parameter as long as that.
     */
    private static final int MAX_MEDIA_TYPE = 255;
    /** The end of what HttpURLConnection says by default in Java 8, 11.0.23, 17.0.11 and before (JDK-8163921). */
    private static final String OF_OLD_JAVA = "*; q=.2, */*; q=.2";
    /** Replaces ranges that can never be met. */
    private static final String NOTHING = "nothing/acceptable";

    final Pattern pattern;

    HeaderSyntax(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    boolean matches(String value) {
        return pattern.matcher(value.strip()).matches();
    }

    static boolean isMediaType(String value) {
        return value.length() <= MAX_MEDIA_TYPE && MEDIA_TYPE.matches(value);
    }

    /**
     * A media type without white space around its semicolons; some containers take a space before one for a part of the
     * type.
     */
    static String withoutWhiteSpace(String mediaType) {
        String type = SEMICOLON.matcher(mediaType.strip()).replaceAll(";");
        return type.endsWith(";") ? type.substring(0, type.length() - 1) : type;
    }

    /**
     * Parses Accept: {@code text/html, application/json;q=0.9}.
     *
     * @return the ranges with a weight above zero; empty if the header is malformed
     */
    static Optional<String> acceptable(String accept) {
        if (accept.isBlank() || accept.equals("*/*")) {
            return Optional.of("*/*");
        }
        List<String> wanted = new ArrayList<>();
        boolean isEmpty = true;
        for (String element : accept.replace(OF_OLD_JAVA, "*/*;q=0.2").split(",")) {
            String range = element.strip();
            if (range.isEmpty()) {
                continue;
            }
            isEmpty = false;
            Matcher matcher = RANGE.matcher(range);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Matcher weight = OF_WEIGHT.matcher(matcher.group(3));
            boolean isWeighted = weight.matches();
            if (isWeighted && !WEIGHT.matcher(weight.group(1)).matches()) {
                return Optional.empty();
            }
            boolean isWanted = !isWeighted || !ZERO.matcher(weight.group(1)).matches();
            if (isWanted && isRange(matcher.group(1), matcher.group(2))) {
                wanted.add(range);
            }
        }
        return isEmpty ? Optional.empty() : Optional.of(wanted.isEmpty() ? NOTHING : String.join(", ", wanted));
    }

    /** A range without a subtype, or with a wildcard type and a specific subtype, matches nothing. */
    private static boolean isRange(String type, String subtype) {
        return subtype != null && (!type.equals("*") || subtype.equals("*"));
    }

    private static final class Grammar {

        /** RFC 9110 §5.6.2. */
        static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
        /** RFC 9110 §5.6.6, with quoted strings, but without a comma in them. */
        static final String PARAMETER = "[ \t]*+;[ \t]*+" + TOKEN + "=(?:" + TOKEN + "|\"[^\",\\\\]*+\")";
        /** RFC 4647 §2.2. */
        static final String LANGUAGE = "(?:[A-Za-z]{1,8}|\\*)(?:-(?:[A-Za-z0-9]{1,8}|\\*))*+";

        /** RFC 9110 §12.4.2. */
        static final String WEIGHT = "(?:0(?:\\.[0-9]{0,3})?+|1(?:\\.0{0,3})?+)";

        private Grammar() {
        }
    }
}
