package dev.warden.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The documented systemd units")
class SystemdUnitsTest {

    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    private Path folder;

    /** systemd.unit(5): what it does not understand it leaves out with a warning, and that is a fault of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"payara.service", "wildfly.service", "warden.service"})
    void have_nothing_that_systemd_does_not_understand(String name) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(ANALYZE), "this machine has no systemd-analyze");
        // The servers are not where administrators have them.
        Path unit = Files.writeString(folder.resolve(name), Files.readString(Product.documented(name))
                .replaceAll("(?m)^(Exec\\w+=)\\S+", "$1/bin/sh"));
        Process process = new ProcessBuilder(ANALYZE.toString(), "verify", "--man=no", unit.toString())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertEquals("", output);
    }
}
