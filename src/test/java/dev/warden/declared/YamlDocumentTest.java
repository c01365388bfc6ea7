package dev.warden.declared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import jakarta.json.Json;
import jakarta.json.JsonObject;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.platform.InvalidSetting;

@DisplayName("A document in YAML 1.2 or JSON")
class YamlDocumentTest {

    @TempDir
    Path folder;

    @Test
    void is_read_as_json() throws IOException {
        assertEquals(
                "{\"a\":[{\"b\":\"c\",\"d\":7}],\"yes\":\"no\",\"t\":true,\"n\":null,\"time\":\"2026-01-31\",\"o\":\"x"
                + "\\ny\\n\"}",
                read("""
                # a comment
                a:
                  - b: c
                    d: 7
                yes: no
                t: true
                n: null
                time: 2026-01-31
                o: |
                  x
                  y
                """));
    }

    @Test
    void json_is_yaml() throws IOException {
        String json = "{\"a\":[{\"b\":\"\\u00e9\\\"\",\"d\":-7}],\"t\":false,\"n\":null,\"e\":{},\"l\":[]}";
        assertEquals(Json.createReader(new StringReader(json)).readObject().toString(), read(json));
    }

    @Test
    void an_empty_one_declares_nothing() throws IOException {
        assertEquals("{}", read(""));
        assertEquals("{}", read("# nothing yet\n"));
    }

    @Test
    void texts_may_refer_to_the_environment_and_to_files() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret $1\n");

        assertEquals("{\"a\":\"<s3cret $1>\",\"b\":\"v\\\\$0\",\"c\":\"${other:X}\",\"d\":\"https://id.example/x\"}",
                read("a: <${file:" + secret + "}>\nb: ${env:X}\nc: ${other:X}\nd: ${public-url}/x\n"));
        assertThrows(InvalidSetting.class, () -> read("a: ${env:NONE}"));
        assertThrows(InvalidSetting.class, () -> read("a: ${file:" + folder.resolve("none") + "}"));
    }

    @Test
    void is_not_parsed_again_before_it_or_a_file_that_it_refers_to_has_changed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret");
        Path file = Files.writeString(folder.resolve("declared.yaml"), "a: ${file:" + secret + "}");
        YamlDocument documents = new YamlDocument(name -> null, "https://id.example");
        JsonObject first = documents.read(file);

        assertSame(first, documents.read(file));

        Files.writeString(secret, "an0ther");
        assertEquals("{\"a\":\"an0ther\"}", documents.read(file).toString());
        Files.writeString(file, "a: plain");
        assertEquals("{\"a\":\"plain\"}", documents.read(file).toString());
        Files.writeString(file, "a: ${file:" + secret + "}");
        Files.delete(secret);
        assertThrows(InvalidSetting.class, () -> documents.read(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a", "just text", "a: 1\na: 2", "{\"a\":1,\"a\":2}", "a: [", "a: 1.5", "a: .inf", "1: a",
            "true: a",
        "a: !!java.net.URL [https://evil.example]", "a: !!javax.script.ScriptEngineManager []", "!!java.io.File {a: b}",
        "a: !x y", "a: 1\n---\nb: 2", "a: &x [*x]", "? {a: b}\n: c", "a: \u0000", "a: !!binary aGVsbG8=",
        "a: !!set {b}"})
    void what_is_no_plain_document_is_refused(String text) {
        assertThrows(InvalidSetting.class, () -> read(text));
    }

    @Test
    void a_document_that_grows_as_it_is_read_is_refused() {
        assertThrows(InvalidSetting.class, () -> read(levels(11, 10)));
    }

    @Test
    void aliases_that_the_parser_takes_must_not_multiply_either() {
        assertTrue(complaint(levels(7, 7)).endsWith(
                "has more than 200000 values; an alias counts as all that it stands for"));
    }

    @Test
    void aliases_spare_writing_the_same_again() throws IOException {
        assertEquals("{\"a\":[1],\"b\":{\"c\":[1],\"d\":[1]}}", read("a: &x [1]\nb: {c: *x, d: *x}"));
    }

    /** Each level is an array of aliases of the one before. */
    private static String levels(int levels, int aliases) {
        StringBuilder laughs = new StringBuilder("a0: &a0 [x" + ", x".repeat(aliases - 1) + "]\n");
        for (int i = 1; i <= levels; i++) {
            String before = "*a" + (i - 1);
            laughs.append("a").append(i).append(": &a").append(i).append(" [").append(before)
                    .append((", " + before).repeat(aliases - 1)).append("]\n");
        }
        return laughs.toString();
    }

    @Test
    void more_than_a_mebibyte_is_refused() {
        assertThrows(InvalidSetting.class, () -> read("a: " + "x".repeat(1024 * 1024)));
    }

    @Test
    void a_complaint_names_the_line_and_quotes_nothing() {
        InvalidSetting complaint = assertThrows(InvalidSetting.class, () -> read("a: b\nsecret: [s3cret"));

        assertTrue(complaint.getMessage().contains("in line 2"), complaint.getMessage());
        assertFalse(complaint.getMessage().contains("s3cret"), complaint.getMessage());
        assertFalse(complaint.getMessage().contains("\n"), complaint.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"b: c\nsecret: !s3cret", "b: c\nsecret: *s3cret", "b: c\nsecret: !s3cret!x y",
        "b: c\nsecret: &s3cret", "b: c\nsecret: %s3cret", "b: c\nsecret: @s3cret", "b: c\nsecret: `s3cret",
        "b: c\nsecret: !<s3cret", "b: c\nsecret: |s3cret", "b: c\nsecret: 's3cret", "b: c\nsecret: \"\\s3cret\"",
        "b: c\nsecret: \"\\us3cret\"", "b: c\nsecret:s3cret\nx: y", "b: c\n[s3cret, 1]: x", "b: c\n{s3cret: 1}: x",
        "s3cret: 1\ns3cret: 2", "b: c\nsecret: a: s3cret", "b: c\nsecret: ]s3cret", "b: c\nsecret: !!s3cret x",
        "%s3cret\nb: c", "%YAML 1.s3cret\n---\nb: c", "%TAG s3cret\n---\nb: c", "b: c\nsecret: &s3cret^ x",
        "b: c\nsecret: !s3cret%zz x", "b: c\n? [s3cret]\n: x", "b: c\nsecret: !!int s3cret",
        "b: c\nsecret: !!float s3cret", "b: c\nsecret: !!bool s3cret", "b: c\nsecret: !!binary s3cret",
        "b: c\nsecret: !!null s3cret", "b: c\nsecret: !!set s3cret", "b: c\n<<: s3cret\n<<: s3cret",
        "b: c\nsecret: \"s3cret\u0000\""})
    void no_complaint_quotes_what_may_be_a_secret(String text) {
        String told;
        try {
            told = Declaration.of(readObject(text)).toString();
        } catch (InvalidSetting e) {
            told = e.getMessage();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        assertFalse(told.contains("s3c"), told);
    }

    @Test
    void a_complaint_tells_what_needs_quotes() {
        assertTrue(complaint("a: b\nsecret: !s3cret").endsWith("in line 2: a tag or a member that is not supported;"
                + " a text that begins with ! needs quotes"));
        assertTrue(complaint("a: b\nsecret: *s3cret").endsWith(
                "in line 2: an alias that nothing has; a text that begins with * needs quotes"));
        assertTrue(complaint("a: b\na: c").endsWith("in line 2: a member is there twice"), complaint("a: b\na: c"));
        assertTrue(complaint("a: b\nsecret: [s3cret").endsWith(
                "in line 2: expected ',' or ']', but got <stream end>"), complaint("a: b\nsecret: [s3cret"));
        assertTrue(complaint("a: b: c").endsWith("in line 1: mapping values are not allowed here"));
    }

    @Test
    void a_member_that_is_not_known_is_named_without_what_follows_a_colon_without_a_space() {
        assertEquals("warden.declared.file: a client has a member that is not known: client_secret…",
                assertThrows(InvalidSetting.class, () -> Declaration.of(readObject(
                        "clients: [{client_id: a, client_secret:s3cret}]"))).getMessage());
    }

    private String complaint(String text) {
        return assertThrows(InvalidSetting.class, () -> read(text)).getMessage();
    }

    @Test
    void a_file_that_is_not_there_is_told_by_its_name() {
        Path none = folder.resolve("none.yaml");
        InvalidSetting complaint = assertThrows(InvalidSetting.class,
                () -> new YamlDocument(name -> null, "https://id.example").read(none));
        assertTrue(complaint.getMessage().startsWith("warden.declared.file: " + none));
        assertFalse(complaint.getMessage().contains("\n"));
    }

    private String read(String text) throws IOException {
        return readObject(text).toString();
    }

    private JsonObject readObject(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("declared.yaml"), text);
        return new YamlDocument(Map.of("X", "v\\$0")::get, "https://id.example").read(file);
    }
}
