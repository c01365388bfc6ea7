package dev.warden.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.ConstructorException;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import dev.warden.platform.InvalidSetting;

/**
 * Reads a YAML 1.2 document, which includes JSON, as JSON: objects, arrays, strings, whole numbers, booleans and null,
 * and no custom types. Duplicate members, more than 1 MiB, and more than one document are refused. Within strings,
 * {@code ${env:NAME}} is replaced by an environment variable and {@code ${file:/path}} by the content of a file, so
 * that secrets need not be written into the document, and {@code ${public-url}} by the setting
 * {@code warden.public-url}.
 */
final class YamlDocument {

    private static final int MAX_OCTETS = 1024 * 1024;
    private static final int MAX_DEPTH = 16;
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:(env|file):([^}]+)|public-url)}");

    /** Problems of the parser that people meet, and that quote nothing. */
    private static final Set<String> HARMLESS = Set.of("could not find expected ':'",
            "mapping values are not allowed here", "sequence entries are not allowed here",
            "mapping keys are not allowed here", "found unexpected end of stream", "found unknown escape character",
            "expected ',' or ']', but got <stream end>", "expected ',' or '}', but got <stream end>",
            "expected the node content, but found '<stream end>'");

    private final UnaryOperator<String> environment;
    private final String publicUrl;

    /** @param environment the value of a variable, or null */
    YamlDocument(UnaryOperator<String> environment, String publicUrl) {
        this.environment = environment;
        this.publicUrl = publicUrl;
    }

    /** @throws InvalidSetting if the file cannot be read, or is not such a document */
    JsonObject read(Path file) {
        try {
            if (Files.size(file) > MAX_OCTETS) {
                throw complaint(file + " is larger than 1 MiB");
            }
            return parsed(file, Files.readString(file));
        } catch (IOException e) {
            throw complaint(file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private JsonObject parsed(Path file, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false).setMaxAliasesForCollections(50).setCodePointLimit(MAX_OCTETS).build();
        try {
            Object root = new Load(settings).loadFromString(text);
            if (root == null) {
                return JsonValue.EMPTY_JSON_OBJECT;
            }
            if (value(root, 0) instanceof JsonObject object) {
                return object;
            }
            throw complaint(file + " must hold an object with clients, roles or accounts");
        } catch (MarkedYamlEngineException e) {
            throw complaint(file + " is neither YAML nor JSON" + e.getProblemMark()
                    .map(mark -> " in line " + (mark.getLine() + 1)).orElse("") + problem(e));
        } catch (YamlEngineException e) {
            throw complaint(file + " is neither YAML nor JSON");
        }
    }

    /**
     * The parser's messages quote the document, which may contain secrets: names of tags, aliases and members, and
     * single characters. Only those that are known to quote nothing are repeated.
     */
    private static String problem(MarkedYamlEngineException e) {
        if (e instanceof DuplicateKeyException) {
            return ": a member is there twice";
        }
        if (e instanceof ComposerException) {
            return ": an alias that nothing has; a text that begins with * needs quotes";
        }
        if (e instanceof ConstructorException) {
            return ": a tag or a member that is not supported; a text that begins with ! needs quotes";
        }
        return HARMLESS.contains(e.getProblem()) ? ": " + e.getProblem() : "";
    }

    private JsonValue value(Object value, int depth) {
        // Aliases may form a cycle.
        if (depth > MAX_DEPTH) {
            throw complaint("is nested too deeply");
        }
        if (value == null) {
            return JsonValue.NULL;
        }
        if (value instanceof Map<?, ?> map) {
            JsonObjectBuilder object = Json.createObjectBuilder();
            map.forEach((name, each) -> object.add(name(name), value(each, depth + 1)));
            return object.build();
        }
        if (value instanceof List<?> list) {
            JsonArrayBuilder array = Json.createArrayBuilder();
            list.forEach(each -> array.add(value(each, depth + 1)));
            return array.build();
        }
        if (value instanceof Boolean flag) {
            return flag ? JsonValue.TRUE : JsonValue.FALSE;
        }
        if (value instanceof Integer || value instanceof Long) {
            return Json.createValue(((Number) value).longValue());
        }
        if (value instanceof String text) {
            return Json.createValue(resolved(text));
        }
        throw complaint("has a value of a type that nothing here has: " + value.getClass().getSimpleName());
    }

    private static String name(Object name) {
        if (name instanceof String text) {
            return text;
        }
        throw complaint("has a member whose name is no text");
    }

    private String resolved(String text) {
        Matcher reference = REFERENCE.matcher(text);
        return reference.replaceAll(found -> Matcher.quoteReplacement(found.group(1) == null ? publicUrl
                : found.group(1).equals("env") ? variable(found.group(2)) : content(Path.of(found.group(2)))));
    }

    private String variable(String name) {
        String value = environment.apply(name);
        if (value == null) {
            throw complaint("needs the environment variable " + name + ", which is not set");
        }
        return value;
    }

    /** Without the line end that editors add. */
    private static String content(Path file) {
        try {
            return Files.readString(file).replaceFirst("\\R$", "");
        } catch (IOException e) {
            throw complaint("needs the file " + file + ", which cannot be read");
        }
    }

    private static InvalidSetting complaint(String text) {
        return new InvalidSetting(DeclaredSettings.FILE, text);
    }
}
