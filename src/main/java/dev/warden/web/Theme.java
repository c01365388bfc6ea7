package dev.warden.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;

import dev.warden.platform.Sha256;
import dev.warden.security.StaticContent;
import dev.warden.security.StaticFolder;

/**
 * The templates, texts, styles and pictures of the pages: Warden's own, each file of which a deployment may replace.
 * Immutable.
 */
final class Theme {

    /** All templates; the first four are parts of others. */
    static final List<String> TEMPLATES = List.of("head", "foot", "errors", "newpassword", "signin", "signup",
            "consent", "continue", "formpost", "signout", "account", "password", "error");

    /** The only template whose form is not for us. */
    static final String FORM_POST = "formpost";

    private static final String OURS = "/META-INF/theme/";
    private static final String TEMPLATE = ".html";
    private static final String MESSAGES = "messages_";
    private static final String PROPERTIES = ".properties";
    private static final List<String> OUR_FILES = List.of("style.css", "logo.svg", "messages_en.properties",
            "messages_id.properties");
    /** The media types of what pages have a use for, by the end of its name. Scripts are excluded. */
    private static final Map<String, String> TYPES = Map.of("css", "text/css;charset=UTF-8", "svg", "image/svg+xml",
            "png", "image/png", "jpg", "image/jpeg", "webp", "image/webp", "ico", "image/x-icon", "woff2",
            "font/woff2");
    /** A text in a template. */
    private static final Pattern MESSAGE_TAG = Pattern.compile("\\{\\{[#^&]?\\s*t\\.([^\\s}]+)\\s*}}");
    private static final int MAX_FILE = 1 << 20;
    private static final int DIGEST_OCTETS = 12;

    private final Map<String, Template> templates = new HashMap<>();
    private final StaticFolder files;
    private final Languages languages;
    private final List<String> languageTags;

    private Theme(Map<String, byte[]> content) {
        Map<String, String> sources = new HashMap<>();
        content.forEach((name, octets) -> {
            if (name.endsWith(TEMPLATE)) {
                sources.put(name.substring(0, name.length() - TEMPLATE.length()), text(octets));
            }
        });
        sources.forEach((name, source) -> TemplateCheck.check(name + TEMPLATE, source));
        TEMPLATES.stream().filter(name -> !name.equals(FORM_POST))
                .forEach(page -> FormFieldsCheck.check(page, sources));
        Mustache.Compiler compiler = Mustache.compiler().withEscaper(Escapers.HTML).strictSections(true)
                .emptyStringIsFalse(true).nullValue("").withLoader(part -> new StringReader(source(sources, part)));
        sources.forEach((name, source) -> templates.put(name, compiled(compiler, name, source)));
        requireKnownMessages(content, sources.values());
        languages = new Languages(languages(content));
        languageTags = languages.byTag().values().stream().map(Language::tag).sorted().toList();
        files = new StaticFolder(WebPaths.THEME, digest(content), files(content));
    }

    /** Warden's own theme. */
    static Theme ours() {
        return new Theme(ourContent());
    }

    /**
     * Warden's own theme, with files replaced by those of the same name in a folder.
     *
     * @throws InvalidTheme if a file cannot be read or used
     */
    static Theme of(Path folder) {
        Map<String, byte[]> content = new TreeMap<>(ourContent());
        try (Stream<Path> theirs = Files.list(folder)) {
            for (Path file : theirs.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(PROPERTIES) && content.containsKey(name)) {
                    content.put(name, joined(content.get(name), read(file)));
                } else {
                    content.put(name, read(file));
                }
            }
        } catch (IOException e) {
            throw new InvalidTheme("The folder cannot be read: " + e, e);
        }
        return new Theme(content);
    }

    /**
     * Renders a page.
     *
     * @param view   the values of this page
     * @param common the values that every page has
     * @throws InvalidTheme if the template names a value that does not exist
     */
    String render(String template, Object view, Object common) {
        try {
            StringWriter page = new StringWriter();
            templates.get(template).execute(view, common, page);
            return page.toString();
        } catch (MustacheException e) {
            throw new InvalidTheme(template + TEMPLATE + ": " + e.getMessage(), e);
        }
    }

    Languages languages() {
        return languages;
    }

    /** As {@link Themes#tags}. */
    List<String> languageTags() {
        return languageTags;
    }

    /** Those that browsers may load. */
    StaticFolder files() {
        return files;
    }

    boolean hasFonts() {
        return files.files().values().stream().anyMatch(file -> file.type().startsWith("font/"));
    }

    private static Map<String, StaticContent> files(Map<String, byte[]> content) {
        Map<String, StaticContent> files = new HashMap<>();
        content.forEach((name, octets) -> {
            String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type != null) {
                files.put(name, StaticContent.of(type, octets));
            }
        });
        return files;
    }

    private static Template compiled(Mustache.Compiler compiler, String name, String source) {
        try {
            return compiler.compile(source);
        } catch (MustacheException e) {
            throw new InvalidTheme(name + TEMPLATE + ": " + e.getMessage(), e);
        }
    }

    private static String source(Map<String, String> sources, String part) {
        if (!sources.containsKey(part)) {
            throw new InvalidTheme("There is no " + part + TEMPLATE);
        }
        return sources.get(part);
    }

    /** Texts that a language lacks are taken from English. */
    private static Map<String, Language> languages(Map<String, byte[]> content) {
        Map<String, String> english = messages(content.get(MESSAGES + Languages.DEFAULT + PROPERTIES));
        Map<String, Language> languages = new TreeMap<>();
        content.forEach((name, octets) -> {
            if (isMessages(name)) {
                String tag = tag(name);
                Map<String, String> own = messages(octets);
                Map<String, String> messages = new HashMap<>(english);
                messages.putAll(own);
                languages.put(tag.toLowerCase(Locale.ROOT), Language.of(tag, own, Map.copyOf(messages)));
            }
        });
        return Map.copyOf(languages);
    }

    /** BCP 47, and of a language: the provider's metadata lists it (Discovery §3, {@code ui_locales_supported}). */
    private static String tag(String name) {
        String tag = name.substring(MESSAGES.length(), name.length() - PROPERTIES.length()).replace('_', '-');
        try {
            if (!new Locale.Builder().setLanguageTag(tag).build().getLanguage().isEmpty()) {
                return tag;
            }
        } catch (IllformedLocaleException notATag) {
            // Reported below.
        }
        throw new InvalidTheme(name + " does not name a language by its tag, as messages_pt_BR.properties does");
    }

    /** A theme may have texts of its own for its own templates; any other key is a mistake that nobody would see. */
    private static void requireKnownMessages(Map<String, byte[]> content, Collection<String> sources) {
        Set<String> known = new HashSet<>(messages(ours(MESSAGES + Languages.DEFAULT + PROPERTIES)).keySet());
        sources.forEach(source -> MESSAGE_TAG.matcher(source).results().forEach(tag -> known.add(tag.group(1))));
        content.forEach((name, octets) -> {
            if (isMessages(name)) {
                messages(octets).keySet().stream().filter(key -> !known.contains(key)).sorted().findFirst()
                        .ifPresent(key -> {
                            throw new InvalidTheme(name + ": no page has a text " + key);
                        });
            }
        });
    }

    private static boolean isMessages(String name) {
        return name.startsWith(MESSAGES) && name.endsWith(PROPERTIES);
    }

    private static Map<String, String> messages(byte[] octets) {
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(text(octets)));
            Map<String, String> messages = new HashMap<>();
            properties.stringPropertyNames().forEach(key -> messages.put(key, properties.getProperty(key)));
            return messages;
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidTheme("Messages cannot be read: " + e.getMessage(), e);
        }
    }

    /** In a properties file the last of several values for a key counts. */
    private static byte[] joined(byte[] first, byte[] second) {
        return (text(first) + "\n" + text(second)).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> ourContent() {
        Map<String, byte[]> content = new TreeMap<>();
        Stream.concat(TEMPLATES.stream().map(name -> name + TEMPLATE), OUR_FILES.stream())
                .forEach(name -> content.put(name, ours(name)));
        return content;
    }

    private static byte[] ours(String name) {
        try (InputStream in = Theme.class.getResourceAsStream(OURS + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new InvalidTheme(file.getFileName() + " is larger than 1 MiB");
        }
        return Files.readAllBytes(file);
    }

    /** Without the mark by which some editors begin a file: it would be a part of the first key. */
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    }

    private static String digest(Map<String, byte[]> content) {
        byte[][] all = content.entrySet().stream().flatMap(each -> Stream.of(
                (each.getKey() + ' ' + each.getValue().length + '\n').getBytes(StandardCharsets.UTF_8),
                each.getValue())).toArray(byte[][]::new);
        return HexFormat.of().formatHex(Sha256.digest(all), 0, DIGEST_OCTETS);
    }
}
