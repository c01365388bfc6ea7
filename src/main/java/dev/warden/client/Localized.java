package dev.warden.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A text in any number of languages (RFC 7591 §2.2).
 *
 * @param byTag by BCP 47 tag; the empty tag is the default
 */
public record Localized(Map<String, String> byTag) {

    public Localized {
        byTag = Map.copyOf(byTag);
    }

    /** The text in this language if it is available, otherwise the default, or else any. */
    public Optional<String> in(Locale language) {
        String tag = Locale.lookupTag(List.of(new Locale.LanguageRange(language.toLanguageTag())),
                byTag.keySet().stream().filter(each -> !each.isEmpty()).toList());
        return Optional.ofNullable(tag).flatMap(this::of).or(() -> of(""))
                .or(() -> byTag.values().stream().sorted().findFirst());
    }

    /** {@code Locale.lookupTag} returns lower case. */
    private Optional<String> of(String tag) {
        return byTag.entrySet().stream().filter(each -> each.getKey().equalsIgnoreCase(tag)).map(Map.Entry::getValue)
                .findFirst();
    }
}
