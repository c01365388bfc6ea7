package dev.warden.web;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes sure that the values in a template stay text. Values are escaped for HTML, which is safe between tags and in
 * quoted attributes, and nowhere else. So a template with a value anywhere else, or with an unescaped one, is refused
 * when it is read, and the author of a theme cannot create a vulnerability by mistake.
 */
final class TemplateCheck {

    private static final Pattern TAG = Pattern.compile("\\{\\{(\\{|[#^/!>&=])?[^}]*\\}?\\}\\}");
    private static final Set<String> RAW = Set.of("script", "style");
    /** The start of a tag: a name, or anything else that must not contain a value. {@code <} alone is text. */
    private static final Pattern OPENED = Pattern.compile("<(?=[a-zA-Z/!?{])([a-zA-Z][^\\s>/{]*|)");
    private static final Pattern NAMED = Pattern.compile("[a-zA-Z][^\\s>/=\"'{]*");

    private enum Place { TEXT, TAG, DOUBLE_QUOTED, SINGLE_QUOTED, COMMENT, RAW }

    private final String name;
    private final String source;
    private Place place = Place.TEXT;
    private String element = "";
    private String attribute = "";

    private TemplateCheck(String name, String source) {
        this.name = name;
        this.source = source;
    }

    /** @throws InvalidTheme if a value is shown where it is not safe */
    static void check(String name, String source) {
        new TemplateCheck(name, source).run();
    }

    private void run() {
        Matcher tag = TAG.matcher(source);
        int at = 0;
        while (at < source.length()) {
            if (source.startsWith("{{", at) && tag.find(at) && tag.start() == at) {
                checkTag(tag.group(1), at);
                at = tag.end();
            } else {
                at = step(at);
            }
        }
    }

    private void checkTag(String kind, int at) {
        if (kind == null) {
            boolean isSafe = place == Place.TEXT || place == Place.COMMENT || isQuoted() && !holdsCode(attribute);
            if (!isSafe) {
                throw refused(at, "a value belongs between tags or within the quotation marks of an attribute");
            }
        } else if (kind.equals("{") || kind.equals("&")) {
            throw refused(at, "values are always escaped");
        } else if (kind.equals("=")) {
            throw refused(at, "delimiters cannot be changed");
        }
    }

    private boolean isQuoted() {
        return place == Place.DOUBLE_QUOTED || place == Place.SINGLE_QUOTED;
    }

    private static boolean holdsCode(String attribute) {
        return attribute.startsWith("on") || attribute.equals("style") || attribute.equals("srcdoc");
    }

    /**
     * HTML Living Standard §13.2.5, as far as it determines where values may be.
     *
     * @return where to continue
     */
    private int step(int at) {
        char c = source.charAt(at);
        switch (place) {
            case TEXT -> {
                return stepInText(at);
            }
            case TAG -> {
                return stepInTag(at, c);
            }
            case DOUBLE_QUOTED -> place = c == '"' ? Place.TAG : place;
            case SINGLE_QUOTED -> place = c == '\'' ? Place.TAG : place;
            case COMMENT -> place = source.startsWith("-->", at) ? Place.TEXT : place;
            case RAW -> place = source.regionMatches(true, at, "</" + element, 0, element.length() + 2)
                    ? Place.TEXT : place;
        }
        return at + 1;
    }

    private int stepInText(int at) {
        if (source.startsWith("<!--", at)) {
            place = Place.COMMENT;
            return at + "<!--".length();
        }
        Matcher opened = OPENED.matcher(source).region(at, source.length());
        if (!opened.lookingAt()) {
            return at + 1;
        }
        place = Place.TAG;
        element = opened.group(1).toLowerCase(Locale.ROOT);
        return opened.end();
    }

    private int stepInTag(int at, char c) {
        if (c == '>') {
            place = RAW.contains(element) ? Place.RAW : Place.TEXT;
        } else if (c == '"') {
            place = Place.DOUBLE_QUOTED;
        } else if (c == '\'') {
            place = Place.SINGLE_QUOTED;
        } else {
            Matcher named = NAMED.matcher(source).region(at, source.length());
            if (named.lookingAt()) {
                attribute = named.group().toLowerCase(Locale.ROOT);
                return named.end();
            }
        }
        return at + 1;
    }

    private InvalidTheme refused(int at, String why) {
        long line = source.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        return new InvalidTheme(name + ", line " + line + ": " + why);
    }
}
