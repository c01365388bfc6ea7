package dev.warden.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the values of some headers are spelled, so that they are read alike on every server. */
enum HeaderForm {

    /** One type with its parameters (RFC 9110 §8.3.1); a semicolon with nothing behind it is let pass. */
    MEDIA_TYPE(Grammar.TOKEN + "/" + Grammar.TOKEN + "(?:" + Grammar.PARAMETER + ")*+[ \t]*+;?+"),

    /** Ranges of languages (RFC 9110 §12.5.4). */
    LANGUAGES("[ \t,]*+(?:[A-Za-z0-9*-]++(?:[ \t]*+;[ \t]*+q=" + Grammar.WEIGHT + ")?+[ \t]*+(?:,[ \t,]*+|$))*+"),

    /** Cookies with a version (RFC 2965 §3.3.4) that is no number. */
    UNREADABLE_COOKIES("(?:.*[;, \t])?\\$Version(?!=[0-9]{1,9}(?:[;, \t]|$)).*");

    private static final Pattern RANGE = Pattern.compile(
            "(" + Grammar.TOKEN + ")(?:/(" + Grammar.TOKEN + "))?+((?:" + Grammar.PARAMETER + ")*+)");
    private static final Pattern OF_WEIGHT = Pattern.compile("(?i)(?:^|.*;)[ \t]*q=([^; \t]*).*");
    /** What stands for ranges of which none can ever be met. */
    private static final String NOTHING = "nothing/acceptable";

    private final Pattern pattern;

    HeaderForm(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    boolean matches(String value) {
        return pattern.matcher(value.strip()).matches();
    }

    /** A media type with nothing around its semicolons; some take the space before one for a letter of the type. */
    static String withoutWhiteSpace(String mediaType) {
        return mediaType.strip().replaceAll("[ \t]*;[ \t]*", ";").replaceFirst(";$", "");
    }

    /**
     * Reads Accept: {@code text/html, application/json;q=0.9}.
     *
     * @return the ranges that are wanted at all; empty if the header cannot be read
     */
    static Optional<String> acceptable(String accept) {
        if (accept.isBlank() || accept.equals("*/*")) {
            return Optional.of("*/*");
        }
        List<String> wanted = new ArrayList<>();
        boolean isEmpty = true;
        for (String element : accept.split(",")) {
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
            if (isWeighted && !weight.group(1).matches(Grammar.WEIGHT)) {
                return Optional.empty();
            }
            boolean isWanted = !isWeighted || !weight.group(1).matches("0(\\.0*)?");
            if (isWanted && isRange(matcher.group(1), matcher.group(2))) {
                wanted.add(range);
            }
        }
        return isEmpty ? Optional.empty() : Optional.of(wanted.isEmpty() ? NOTHING : String.join(", ", wanted));
    }

    /** What has no subtype, or any type of one subtype, is nothing that there is. */
    private static boolean isRange(String type, String subtype) {
        return subtype != null && (!type.equals("*") || subtype.equals("*"));
    }

    private static final class Grammar {

        /** RFC 9110 §5.6.2. */
        static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
        /** RFC 9110 §5.6.6, with its quoted string but without a comma in it. */
        static final String PARAMETER = "[ \t]*+;[ \t]*+" + TOKEN + "=(?:" + TOKEN + "|\"[^\",\\\\]*+\")";
        /** RFC 9110 §12.4.2. */
        static final String WEIGHT = "(?:0(?:\\.[0-9]{0,3})?+|1(?:\\.0{0,3})?+)";

        private Grammar() {
        }
    }
}
