package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Warden's own data source")
class WardenDataSourceTest {

    @TempDir
    private Path folder;

    @Test
    void keeps_its_file_where_nobody_else_on_the_machine_reads_it() throws SQLException, IOException {
        Path home = folder.resolve("home");

        try (Connection connection = new WardenDataSource(Settings.of(Map.of("warden.home", home.toString())))
                .getConnection()) {
            assertEquals("H2", connection.getMetaData().getDatabaseProductName());
        }

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
    }
}
