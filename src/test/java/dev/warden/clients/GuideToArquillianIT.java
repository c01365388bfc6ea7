package dev.warden.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.condition.EnabledIf;

import dev.warden.WardenProcess;

@DisplayName("The project whose tests deploy it beside Warden by Arquillian")
@Tag("process")
class GuideToArquillianIT {

    private static final Path PROJECT = Path.of("src", "test", "clients", "arquillian");
    private static final Path FOLDER = Path.of("target", "clients", "arquillian").toAbsolutePath();

    @Test
    @EnabledIf(value = "dev.warden.clients.MavenProject#canBeBuilt", disabledReason = "there is no Maven")
    @DisabledIf(value = "dev.warden.BlackBox#hasNoServer",
            disabledReason = "the embedded server does not run on JDK 24 and later")
    void passes_its_tests() throws Exception {
        MavenProject.run(PROJECT, FOLDER.resolve("build.log"), "verify",
                "-Dwar.of.warden=" + WardenProcess.BUILT_WAR, "-Dwarden.port=" + WardenProcess.freePort());

        String summary = Files.readString(FOLDER.resolve("failsafe-reports").resolve("failsafe-summary.xml"));
        assertTrue(summary.contains("<completed>4</completed>"), summary);
        assertTrue(summary.contains("<skipped>0</skipped>"), summary);
    }

    @Test
    void has_the_resource_of_the_guide() throws Exception {
        String page = Files.readString(Path.of("docs", "openid-connect.md"));
        Matcher documented = Pattern.compile("```java\n(@Path\\(\"orders\"\\).*?)```", Pattern.DOTALL).matcher(page);
        assertTrue(documented.find());
        String source = Files.readString(PROJECT.resolve(
                Path.of("src", "main", "java", "dev", "warden", "orders", "Orders.java")));

        assertEquals(documented.group(1), source.substring(source.indexOf("@Path(\"orders\")")));
    }

    @Test
    void declares_what_the_guide_declares() throws Exception {
        String page = Files.readString(Path.of("docs", "openid-connect.md"));

        List<String> declared = Files.readAllLines(PROJECT.resolve(
                Path.of("src", "test", "resources", "declared.yaml")));
        assertTrue(page.contains("```yaml\n" + String.join("\n", declared) + "\n```"), declared::toString);
    }
}
