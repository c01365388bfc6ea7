package dev.warden.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;

import dev.warden.platform.InvalidSetting;
import dev.warden.platform.JsonText;

/** Turns what the parser made of one YAML document into JSON, and replaces the references within strings. */
final class YamlValues {

    private static final JsonProvider JSON = JsonText.PROVIDER;
    private static final int MAX_DEPTH = 16;
    /** More than any declaration of 1 MiB has. The parser limits how many aliases there are, not what they become. */
    private static final int MAX_VALUES = 200_000;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:(env|file):([^}]+)|public-url)}");

    private final UnaryOperator<String> environment;
    private final String publicUrl;
    private final Map<Path, String> files = new HashMap<>();
    private int values;

    /** @param environment the value of a variable, or null */
    YamlValues(UnaryOperator<String> environment, String publicUrl) {
        this.environment = environment;
        this.publicUrl = publicUrl;
    }

    /** The files that were referred to so far, and their content. */
    Map<Path, String> files() {
        return files;
    }

    /** @throws InvalidSetting if this is not such a document as {@link YamlDocument} reads */
    JsonValue json(Object root) {
        return json(root, 0);
    }

    private JsonValue json(Object value, int depth) {
        // Aliases may form a cycle.
        if (depth > MAX_DEPTH) {
            throw YamlDocument.complaint("is nested too deeply");
        }
        // Aliases of aliases multiply.
        values++;
        if (values > MAX_VALUES) {
            throw YamlDocument.complaint("has more than " + MAX_VALUES
                    + " values; an alias counts as all that it stands for");
        }
        if (value == null) {
            return JsonValue.NULL;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObjectBuilder object = JSON.createObjectBuilder();
            map.forEach((name, each) -> object.add(name(name), json(each, depth + 1)));
            return object.build();
        }
        if (value instanceof List<?> list) {
            JsonArrayBuilder array = JSON.createArrayBuilder();
            list.forEach(each -> array.add(json(each, depth + 1)));
            return array.build();
        }
        if (value instanceof Boolean flag) {
            return flag ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (value instanceof Integer || value instanceof Long) {
            return JSON.createValue(((Number) value).longValue());
        }
        if (value instanceof String text) {
            return JSON.createValue(resolved(text));
        }
        throw YamlDocument.complaint("has a value of a type that nothing here has: "
                + value.getClass().getSimpleName());
    }

    private static String name(Object name) {
        if (name instanceof String text) {
            return text;
        }
        throw YamlDocument.complaint("has a member whose name is no text");
    }

    private String resolved(String text) {
        Matcher reference = REFERENCE.matcher(text);
        return reference.replaceAll(found -> Matcher.quoteReplacement(found.group(1) == null ? publicUrl
                : found.group(1).equals("env") ? variable(found.group(2))
                        : files.computeIfAbsent(Path.of(found.group(2)), YamlValues::content)));
    }

    private String variable(String name) {
        String value = environment.apply(name);
        if (value == null) {
            throw YamlDocument.complaint("needs the environment variable " + name + ", which is not set");
        }
        return value;
    }

    /** Without the line end that editors add. */
    static String content(Path file) {
        try {
            return Files.readString(file).replaceFirst("\\R$", "");
        } catch (IOException e) {
            throw YamlDocument.complaint("needs the file " + file + ", which cannot be read");
        }
    }
}
