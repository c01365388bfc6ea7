package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A template shows values where they stay text")
class TemplateCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "{{x}}", "<p>{{x}}</p>", "<p title=\"{{x}}\">", "<p title='a {{x}} b' lang=\"{{y}}\">",
        "<a href=\"{{base}}/x\">",
        "<input{{#wrong}} aria-invalid=\"true\"{{/wrong}}>", "{{>head}}", "{{#list}}<li>{{x}}{{/list}}",
        "{{! {{{x}} }}",
        "<p title=\"it's {{x}}\">", "<!-- <script> -->{{x}}", "<style>a{}</style>{{x}}", "a < b {{x}}",
        "<script src=\"{{files}}/x.js\"></script>{{x}}", "<title>{{x}}</title>", "<P DATA-ON=\"{{x}}\">",
        "<!DOCTYPE html>{{x}}",
        "<br/>{{x}}", "<p\n title=\"\n{{x}}\">"})
    void between_tags_and_in_quotation_marks(String template) {
        assertDoesNotThrow(() -> TemplateCheck.check("test", template));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{{{x}}}", "{{&x}}", "{{=<% %>=}}<% x %>", "<p title={{x}}>", "<p {{x}}>", "<{{x}}>", "<p {{x}}=\"1\">",
        "<script>{{x}}</script>", "<script>let a = '{{x}}'</script>", "<SCRIPT>{{x}}</SCRIPT>",
        "<style>a { color: {{x}} }</style>",
        "<p onclick=\"{{x}}\">", "<p ONCLICK='f({{x}})'>", "<p style=\"color: {{x}}\">", "<iframe srcdoc=\"{{x}}\">",
        "<p title=\"a\"{{x}}>", "<script src='a'>{{x}}</script>", "<p title='\"'{{x}}>", "<p style = \"{{x}}\">",
        "<script>if (1 </ 2) {{x}}</script>"})
    void and_nowhere_else(String template) {
        assertThrows(InvalidTheme.class, () -> TemplateCheck.check("test", template));
    }

    @Test
    void or_its_author_is_told_the_line() {
        String message = assertThrows(InvalidTheme.class, () -> TemplateCheck.check("signin", "<p>\n<b>\n{{{x}}}"))
                .getMessage();

        assertTrue(message.startsWith("signin, line 3: "), message);
    }
}
