package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.warden.security.StaticContent;

@DisplayName("A theme")
class ThemeTest {

    private static final String HOSTILE = "<script>alert(1)</script>\"'`={{x}}&amp;<!--\u202e";
    /** The only one. */
    private static final String FORM_POST_SCRIPT = "<script src=\"{{script}}\" defer></script>";
    private static final int MAX_PAGE = 60 * 1024;

    @TempDir
    private Path folder;

    @Test
    void shows_every_value_as_text_on_every_page() {
        Theme ours = Theme.ours();
        Field field = new Field(HOSTILE, HOSTILE);
        List<Fault> faults = List.of(new Fault(HOSTILE, HOSTILE), new Fault("", HOSTILE));
        Map<String, Object> views = new HashMap<>(Map.of(
                "signin", new SignInPage.View(faults, HOSTILE, HOSTILE, true, field, field, true),
                "signup", new SignUpPage.View(faults, field, field, field, field, HOSTILE, HOSTILE, HOSTILE,
                        HOSTILE),
                "signout", new SignOutPage.View("", HOSTILE, HOSTILE, HOSTILE, List.of(HOSTILE)),
                "account", new AccountPage.View(HOSTILE, HOSTILE, HOSTILE, HOSTILE,
                        List.of(new AccountPage.Entry(HOSTILE, false, HOSTILE, HOSTILE, HOSTILE, HOSTILE)), HOSTILE,
                        List.of(new Applications.Entry(HOSTILE, HOSTILE, List.of(HOSTILE), HOSTILE))),
                "password", new PasswordPage.View(faults, HOSTILE, HOSTILE, field, field, field, HOSTILE, HOSTILE,
                        HOSTILE),
                "consent", new ConsentPage.View(HOSTILE, HOSTILE, List.of(HOSTILE), HOSTILE),
                "continue", new ContinuePage.View(HOSTILE),
                "error", new Renderer.ErrorView(HOSTILE, HOSTILE, HOSTILE)));
        views.put("formpost", new Renderer.FormPostView(HOSTILE,
                List.of(new Renderer.FormPostView.Field(HOSTILE, HOSTILE)), HOSTILE));
        views.forEach((template, view) -> {
            String page = ours.render(template, view, new CommonValues(HOSTILE, HOSTILE, HOSTILE, HOSTILE,
                    ours.languages().choose(List.of(), "en").messages(), HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE,
                    HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE));
            assertFalse(page.contains("<script>"), page);
            assertEquals(template.equals("formpost") ? 1 : 0, page.split("<script", -1).length - 1, page);
            assertFalse(page.contains("<!--"), page);
            assertFalse(page.contains("\"'`"), page);
            assertTrue(page.contains("&lt;script&gt;"), page);
            assertTrue(page.length() < MAX_PAGE);
        });
        assertEquals(Theme.TEMPLATES.size(), views.size() + 4, "head, foot, errors and newpassword are parts");
    }

    @Test
    void of_ours_has_neither_script_nor_style_in_its_pages_nor_another_address() throws IOException {
        for (String template : Theme.TEMPLATES) {
            String source = Files.readString(Path.of("src/main/resources/META-INF/theme", template + ".html"));
            assertFalse(source.replace(FORM_POST_SCRIPT, "")
                    .matches("(?is).*(<script|<style|\\sstyle=|\\son[a-z]+=|//).*"), template);
        }
        String styles = new String(file(Theme.ours(), "style.css").octets(), StandardCharsets.UTF_8);
        assertFalse(styles.contains("url(") || styles.contains("@import"));
    }

    @Test
    void of_a_deployment_replaces_what_it_has_and_leaves_the_rest() throws IOException {
        put("error.html", "{{>head}}<h1 class=\"ours\">{{what}}</h1>{{>foot}}");
        put("foot.html", "<p>{{service}} – {{t.password}}</p></main></body></html>");
        put("style.css", "h1 { color: red }");
        put("messages_en.properties", "password=Passphrase");
        put("photo.webp", "picture");
        put("notes.txt", "not for browsers");

        Theme theme = Theme.of(folder);

        String page = render(theme, "en");
        assertTrue(page.contains("<!DOCTYPE html>")
                && page.contains("<h1 class=\"ours\">What</h1><p>Us – Passphrase</p>"), page);
        assertEquals("h1 { color: red }",
                new String(file(theme, "style.css").octets(), StandardCharsets.UTF_8));
        assertEquals("image/webp", file(theme, "photo.webp").type());
        assertEquals(Set.of("logo.svg", "photo.webp", "style.css"), theme.files().files().keySet());
        assertNotEquals(Theme.ours().files().digest(), theme.files().digest());
        assertEquals("Sign in", theme.languages().choose(List.of(), "en").say("signin-title"));
    }

    @Test
    void may_bring_a_language_that_is_written_from_right_to_left() throws IOException {
        put("messages_ar.properties", "password=كلمة المرور");
        put("messages_az_Arab.properties", "password=پارول");
        put("messages_pt.properties", "password=Senha");

        Theme theme = Theme.of(folder);

        assertTrue(render(theme, "ar").contains("<html lang=\"ar\" dir=\"rtl\">"), render(theme, "ar"));
        assertEquals("rtl", theme.languages().choose(List.of("az-Arab"), null).direction());
        for (String tag : List.of("pt", "en", "id")) {
            assertTrue(render(theme, tag).contains("<html lang=\"" + tag + "\" dir=\"ltr\">"), tag);
        }
    }

    @Test
    void may_bring_a_language_which_says_in_english_what_it_lacks() throws IOException {
        put("messages_pt_BR.properties", "password=Senha ó");

        Theme theme = Theme.of(folder);
        assertEquals(List.of("en", "id", "pt-BR"), theme.languageTags());
        Language brazilian = theme.languages().choose(List.of(), "pt-BR,en");

        assertEquals("pt-BR", brazilian.tag());
        assertEquals("Senha ó", brazilian.say("password"));
        assertEquals("Username", brazilian.say("username"));
    }

    @Test
    @DisplayName("BCP 47: names its languages by their tags")
    void names_languages_by_their_tags() throws IOException {
        for (String name : List.of("messages_.properties", "messages_und.properties", "messages_x_ours.properties",
                "messages_portuguese.properties", "messages_pt_BR (copy).properties", "messages_p.properties",
                "messages_pt__BR.properties", "messages_pt_BR_.properties", "messages_p\u00f6.properties")) {
            assertRefused(name, "password=Senha", name + " does not name a language by its tag");
        }
        put("messages_zh_Hant_TW.properties", "password=\u5bc6\u78bc");
        put("messages_es_419.properties", "password=Contrase\u00f1a");
        assertEquals(List.of("en", "es-419", "id", "zh-Hant-TW"), Theme.of(folder).languageTags());
    }

    @Test
    void that_cannot_be_used_says_why() throws IOException {
        assertRefused("error.html", "{{#what}}", "error.html: ");
        assertRefused("error.html", "<p title={{what}}>", "error.html, line 1: ");
        assertRefused("error.html", "{{>sidebar}}", "There is no sidebar.html");
        assertRefused("messages_en.properties", "password=\\u12", "Messages cannot be read");
        assertRefused("messages_en.properties", "signin.title=Welcome",
                "messages_en.properties: no page has a text signin.title");
        assertRefused("messages_de.properties", "username=Name\npasword=Kennwort",
                "messages_de.properties: no page has a text pasword");
        assertRefused("photo.png", "x".repeat((1 << 20) + 1), "photo.png is larger than 1 MiB");
        Files.delete(folder.resolve("photo.png"));
        assertTrue(assertThrows(InvalidTheme.class, () -> Theme.of(folder.resolve("nowhere"))).getMessage()
                .startsWith("The folder cannot be read"));
    }

    @Test
    void may_have_texts_of_its_own_for_its_own_templates() throws IOException {
        put("foot.html", "<p>{{t.imprint}}</p></main></body></html>");
        put("messages_en.properties", "\uFEFF# Ours\nimprint=Example Inc.");

        assertTrue(render(Theme.of(folder), "id").contains("<p>Example Inc.</p>"));
    }

    @Test
    void is_read_again_when_it_changes_and_not_when_it_is_broken() throws IOException {
        Themes themes = new Themes(new PageSettings("Us", Optional.of(folder)));
        put("error.html", "one {{what}}");
        themes.read(folder);
        assertEquals("one What", render(themes.current(), "en"));

        put("error.html", "two {{{what}}}");
        assertThrows(InvalidTheme.class, () -> themes.read(folder));
        assertThrows(InvalidTheme.class, () -> themes.read(folder), "and says so again");
        assertEquals("one What", render(themes.current(), "en"));

        put("error.html", "two {{what}}");
        Files.setLastModifiedTime(folder.resolve("error.html"), FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
        themes.read(folder);
        assertEquals("two What", render(themes.current(), "en"));
    }

    @Test
    void that_asks_for_what_there_is_not_gives_way_to_ours() throws IOException {
        Themes themes = new Themes(new PageSettings("Us", Optional.of(folder)));
        put("error.html", "{{whatever}}");
        themes.read(folder);

        String page = themes.render("error", new Renderer.ErrorView("What", "Help", ""),
                common(themes.current(), "en"));

        assertTrue(page.contains("<h1>What</h1>"), page);
    }

    @Test
    void whose_forms_would_do_nothing_is_refused() throws IOException {
        String token = "<input type=\"hidden\" name=\"form-token\" value=\"{{token}}\">";
        String here = "<input type=\"hidden\" name=\"here\" value=\"{{here}}\">";
        String signIn = "<form method=\"post\" action=\"{{base}}/signin\">";
        String password = "<form action='{{base}}/account/password' method=post>";

        assertRefused("signin.html", signIn + "</form>", "signin.html: a form lacks the hidden field form-token");
        assertRefused("signin.html", signIn + "<!--" + token + "--></form>", "signin.html: a form lacks");
        assertRefused("signin.html", signIn + token + "</form>" + signIn + "</form>", "signin.html: a form lacks");
        assertRefused("password.html", password + token + "</form>",
                "password.html: a form lacks the hidden field here");
        assertRefused("password.html", password + here, "password.html: a form lacks the hidden field form-token");

        put("hidden.html", token + here);
        put("password.html", password + "{{> hidden }}</form>");
        put("signin.html", "<form action=\"https://example.com/search\"></form><!--" + signIn + "</form>-->");
        Theme.of(folder);
    }

    @Test
    void may_have_parts_that_include_themselves() throws IOException {
        put("errors.html", "{{#faults}}{{>errors}}{{/faults}}");
        Theme.of(folder);
    }

    private static StaticContent file(Theme theme, String name) {
        return theme.files().files().get(name);
    }

    private void assertRefused(String file, String content, String why) throws IOException {
        put(file, content);
        String message = assertThrows(InvalidTheme.class, () -> render(Theme.of(folder), "en")).getMessage();
        assertTrue(message.startsWith(why), message);
        if (!file.equals("photo.png")) {
            Files.delete(folder.resolve(file));
        }
    }

    private static String render(Theme theme, String language) {
        return theme.render("error", new Renderer.ErrorView("What", "Help", ""), common(theme, language));
    }

    private static CommonValues common(Theme theme, String language) {
        Language chosen = theme.languages().choose(List.of(), language);
        return new CommonValues(chosen.tag(), chosen.direction(), "Title", "Us", chosen.messages(), "", "/theme/x", "",
                "", "", "", "", "", "", "", "");
    }

    private void put(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
