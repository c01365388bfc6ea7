package dev.warden.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.warden.WardenProcess;

/** The version that follows the one under test: the same, but for a migration that changes nearly every table. */
final class NextVersion {

    static final String NUMBER = "9999";

    private static final String MIGRATION = "V" + NUMBER + "__of_the_next_version.sql";

    private NextVersion() {
    }

    static Path war() {
        try {
            Path war = WardenProcess.newHome("next").resolve("warden.war");
            Files.copy(WardenProcess.BUILT_WAR, war);
            try (FileSystem content = FileSystems.newFileSystem(war)) {
                for (String database : List.of("h2", "mariadb")) {
                    Files.copy(Path.of("src/test/resources/upgrade", database, MIGRATION),
                            content.getPath("WEB-INF/classes/META-INF/migrations", database, MIGRATION));
                }
            }
            return war;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
