package dev.warden.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.warden.Token;
import dev.warden.server.application.TestWarden;

@DisplayName("What docs/openid-connect.md gives developers to test their applications with")
@Tag("runnable")
class GuideToTestingIT {

    private static final URI CALLBACK = URI.create("https://shop.example.org/callback");
    private static final String SECRET = "a-secret-for-tests-only";

    @Test
    void starts_signs_a_person_in_and_issues_tokens_that_the_written_configuration_expects(@TempDir Path folder)
            throws Exception {
        Path declared = Files.writeString(folder.resolve("declared.yaml"), documented());
        try (TestWarden warden = new TestWarden(Path.of("target", "warden.jar").toAbsolutePath(), declared)) {
            Token person = token(warden.tokens().token("shop", SECRET, CALLBACK, "alice", "wonderland1"));
            assertEquals("alice", person.claim("upn"));
            Token program = token(warden.tokens().token("nightly-report", SECRET, "orders:read"));
            assertEquals("orders:read", program.claim("scope"));
            assertThrows(IllegalStateException.class,
                    () -> warden.tokens().token("shop", SECRET, CALLBACK, "alice", "wonderland2"));

            Properties configuration = new Properties();
            try (var file = Files.newBufferedReader(
                    warden.client("orders-api").resolve("microprofile-config.properties"))) {
                configuration.load(file);
            }
            assertEquals(warden.issuer().toString(), configuration.getProperty("mp.jwt.verify.issuer"));
            String audience = configuration.getProperty("mp.jwt.verify.audiences");
            assertTrue(person.claims().contains("\"" + audience + "\""), person::claims);
            assertTrue(program.claims().contains("\"" + audience + "\""), program::claims);
        }
    }

    private static Token token(String jwt) {
        return Token.in(jwt).get(0);
    }

    /** The declared file of the page. */
    private static String documented() throws IOException {
        String page = Files.readString(Path.of("docs", "openid-connect.md"));
        Matcher block = Pattern.compile("## Test an application\n.*?```yaml\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertTrue(block.find());
        return block.group(1);
    }
}
