package dev.warden.web;

import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Optional;

/** The available languages. English is always among them, for everybody who asks for none of the others. */
record Languages(Map<String, Language> byTag) {

    static final String DEFAULT = "en";

    private static final int MAX_HEADER = 500;

    /**
     * The best language for a person.
     *
     * @param uiLocales tags in order of preference (OpenID Connect Core §3.1.2.1); empty if unknown
     * @param accept    the header Accept-Language (RFC 9110 §12.5.4); null if there is none
     */
    Language choose(List<String> uiLocales, String accept) {
        return lookup(uiLocales.stream().flatMap(tag -> ranges(tag).stream()).toList())
                .or(() -> accept == null ? Optional.empty() : lookup(ranges(accept)))
                .orElseGet(() -> byTag.get(DEFAULT));
    }

    /** RFC 4647 §3.4. */
    private Optional<Language> lookup(List<LanguageRange> ranges) {
        return ranges.isEmpty() ? Optional.empty() : Optional.ofNullable(Locale.lookupTag(ranges, byTag.keySet()))
                .map(tag -> byTag.get(tag.toLowerCase(Locale.ROOT)));
    }

    /** None if the text is malformed: nobody is refused for that. The JDK throws an index error for a single hyphen. */
    private static List<LanguageRange> ranges(String text) {
        try {
            return text.length() > MAX_HEADER ? List.of() : LanguageRange.parse(text);
        } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            return List.of();
        }
    }
}
