package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.platform.Settings;

/**
 * {@code docs/settings.md} says what {@code META-INF/warden.properties} says. Run this with
 * {@code -Dwarden.docs.update=true} to write the page anew.
 */
@DisplayName("The page of all settings")
class SettingsPageTest {

    private static final Path SOURCE = Path.of("src/main/resources/META-INF/warden.properties");
    private static final Path PAGE = Path.of("docs/settings.md");
    private static final String SECTION = "# == ";

    @Test
    void says_what_the_file_of_defaults_says() throws IOException {
        String page = page(Files.readAllLines(SOURCE));
        if (Boolean.getBoolean("warden.docs.update")) {
            Files.writeString(PAGE, page);
        }

        assertEquals(page, Files.readString(PAGE), "mvn test -Dtest=SettingsPageTest -Dwarden.docs.update=true");
    }

    @Test
    void documents_every_setting() throws IOException {
        List<String> lines = Files.readAllLines(SOURCE);
        for (int i = 0; i < lines.size(); i++) {
            if (isSetting(lines.get(i))) {
                assertTrue(lines.get(i - 1).matches("# .+\\."), lines.get(i) + " has a text that ends");
            }
        }
    }

    private static String page(List<String> lines) {
        StringBuilder page = new StringBuilder("# Settings\n\n");
        List<String> comment = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(SECTION)) {
                page.append("## ").append(line.replaceAll("^# == | ==$", "")).append("\n\n");
            } else if (line.startsWith("#")) {
                comment.add(line.substring(1).strip());
            } else if (isSetting(line)) {
                page.append(setting(line, comment));
                comment.clear();
            } else if (!comment.isEmpty()) {
                page.append(String.join("\n", comment)).append("\n\n");
                comment.clear();
            }
        }
        return page.toString().replace("docs/settings.md is generated from this file.",
                "This page is generated from " + SOURCE.getFileName() + ".").stripTrailing() + "\n";
    }

    private static String setting(String line, List<String> comment) {
        String key = line.substring(0, line.indexOf('='));
        String value = line.substring(line.indexOf('=') + 1);
        return "### `" + key + "`\n\n" + String.join("\n", comment) + "\n\n"
                + "Environment: `" + Settings.environmentName(key) + "`. "
                + (value.isEmpty() ? "Empty by default." : "Default: `" + value + "`.") + "\n\n";
    }

    private static boolean isSetting(String line) {
        return line.startsWith("warden.");
    }
}
