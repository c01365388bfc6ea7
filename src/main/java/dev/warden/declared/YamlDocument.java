package dev.warden.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import jakarta.json.JsonObject;
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

    /** Problems of the parser that people meet, and that quote nothing. */
    private static final Set<String> HARMLESS = Set.of("could not find expected ':'",
            "mapping values are not allowed here", "sequence entries are not allowed here",
            "mapping keys are not allowed here", "found unexpected end of stream", "found unknown escape character",
            "expected ',' or ']', but got <stream end>", "expected ',' or '}', but got <stream end>",
            "expected the node content, but found '<stream end>'");

    private final UnaryOperator<String> environment;
    private final String publicUrl;
    /** What was read last, so that it is not parsed again as long as it stays the same; null if nothing was. */
    private Reading last;

    /** @param files the files that the document refers to, and what they contained */
    private record Reading(String text, Map<Path, String> files, JsonObject document) {

        boolean isStill(String now) {
            return now.equals(text) && files.entrySet().stream()
                    .allMatch(each -> YamlValues.content(each.getKey()).equals(each.getValue()));
        }

        @Override
        public String toString() {
            return "Reading[redacted]";
        }
    }

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
            String text = Files.readString(file);
            if (last == null || !last.isStill(text)) {
                YamlValues values = new YamlValues(environment, publicUrl);
                last = new Reading(text, values.files(), parsed(file, text, values));
            }
            return last.document;
        } catch (IOException e) {
            throw complaint(file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static JsonObject parsed(Path file, String text, YamlValues values) {
        LoadSettings settings = LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false)
                .setAllowRecursiveKeys(false).setMaxAliasesForCollections(50).setCodePointLimit(MAX_OCTETS).build();
        try {
            Object root = new Load(settings).loadFromString(text);
            if (root == null) {
                return JsonValue.EMPTY_JSON_OBJECT;
            }
            if (values.json(root) instanceof JsonObject object) {
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

    static InvalidSetting complaint(String text) {
        return new InvalidSetting(DeclaredSettings.FILE, text);
    }
}
