package dev.warden.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A text for people in any number of languages (RFC 7591 §2.2).
 *
 * @param byTag by BCP 47 tag; the empty tag is for everybody else
 */
public record Localized(Map<String, String> byTag) {

    public Localized {
        byTag = Map.copyOf(byTag);
    }

    /** The text for the first of these languages that there is one for. */
    public Optional<String> in(List<Locale> languages) {
        List<Locale.LanguageRange> ranges = languages.stream()
                .map(language -> new Locale.LanguageRange(language.toLanguageTag())).toList();
        String tag = Locale.lookupTag(ranges, byTag.keySet().stream().filter(each -> !each.isEmpty()).toList());
        return Optional.ofNullable(tag).flatMap(this::of).or(() -> of(""))
                .or(() -> byTag.values().stream().sorted().findFirst());
    }

    /** The text for everybody who asked for no language. */
    public Optional<String> in(Locale language) {
        return in(List.of(language));
    }

    /** {@code Locale.lookupTag} answers in lower case. */
    private Optional<String> of(String tag) {
        return byTag.entrySet().stream().filter(each -> each.getKey().equalsIgnoreCase(tag)).map(Map.Entry::getValue)
                .findFirst();
    }
}
