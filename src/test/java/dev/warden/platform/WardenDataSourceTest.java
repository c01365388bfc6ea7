package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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

    /** A wrong statement is what H2 would write into it by default. */
    @Test
    void leaves_no_traces_beside_its_file() throws SQLException, IOException {
        try (Connection connection = new WardenDataSource(Settings.of(Map.of("warden.home", folder.toString())))
                .getConnection(); Statement statement = connection.createStatement()) {
            assertThrows(SQLException.class, () -> statement.execute("SELECT 1/0 FROM SYSTEM_RANGE(1, 2)"));
            assertThrows(SQLException.class, () -> statement.execute("nonsense"));
        }

        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of("warden.mv.db"), files.map(file -> file.getFileName().toString()).toList());
        }
    }
}
