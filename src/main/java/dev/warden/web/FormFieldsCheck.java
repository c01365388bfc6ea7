package dev.warden.web;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes sure that the forms of a page have the hidden fields without which they do nothing: a theme whose author forgot
 * one is refused when it is read, and not by the people who use it.
 */
final class FormFieldsCheck {

    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?-->|\\{\\{!.*?\\}\\}");
    private static final Pattern PART = Pattern.compile("\\{\\{>\\s*([^\\s}]+)\\s*\\}\\}");
    private static final Pattern FORM = Pattern.compile("(?is)<form\\s.*?(?:</form|\\z)");
    private static final Pattern POST = Pattern.compile("(?i)\\smethod\\s*=\\s*[\"']?post\\b");
    private static final Pattern OF_ACCOUNT = Pattern.compile("(?i)\\saction\\s*=\\s*[\"']?[^\"'\\s>]*/account/");

    private FormFieldsCheck() {
    }

    /**
     * Checks a page.
     *
     * @param sources all templates by their names, because a form may include parts
     * @throws InvalidTheme if a form lacks a field
     */
    static void check(String template, Map<String, String> sources) {
        Matcher form = FORM.matcher(whole(template, sources, Set.of()));
        while (form.find()) {
            if (POST.matcher(form.group()).find()) {
                require(FormTokens.FIELD, form.group(), template);
            }
            if (OF_ACCOUNT.matcher(form.group()).find()) {
                require(Visit.HERE, form.group(), template);
            }
        }
    }

    /** The source of a template, with that of its parts, but without those that include themselves. */
    private static String whole(String template, Map<String, String> sources, Set<String> within) {
        Set<String> inside = new HashSet<>(within);
        String source = inside.add(template) ? sources.getOrDefault(template, "") : "";
        return PART.matcher(COMMENT.matcher(source).replaceAll(""))
                .replaceAll(part -> Matcher.quoteReplacement(whole(part.group(1), sources, inside)));
    }

    private static void require(String field, String form, String template) {
        if (!Pattern.compile("(?i)\\sname\\s*=\\s*[\"']?" + field + "[\"'\\s/>]").matcher(form).find()) {
            throw new InvalidTheme(template + ".html: a form lacks the hidden field " + field);
        }
    }
}
