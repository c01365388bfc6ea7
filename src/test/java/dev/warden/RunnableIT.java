package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("java -jar warden.jar")
@Tag("runnable")
class RunnableIT {

    private static final int ENDED_BY_SIGTERM = 143;

    @Test
    void serves_at_the_root_on_the_loopback_address_and_keeps_its_data() throws IOException {
        Person person = Person.somebody();
        WardenProcess first = WardenProcess.in(WardenProcess.newHome("runnable")).startRunnable();
        first.endInput();
        assertEquals(200, first.client().post("api/users/register", person.newUser()).statusCode());
        Golden.of(first.client().get("health/live")).is("operations/alive");
        Golden.of(first.client().get("WEB-INF/web.xml")).is("operations/nothing-here");
        if (Sockets.canBeSeen()) {
            assertEquals(1, Sockets.openedBy(first.pid()).size(), () -> "more or less than one socket");
            assertTrue(Sockets.loopback(first.port()).containsAll(Sockets.openedBy(first.pid())));
        }
        String refused = RunIT.answer(first.port(), "/health/live", "Host: a:-1\r\n\r\n");
        assertTrue(refused.startsWith("HTTP/1.1 400 Bad Request\r\n"), refused);
        assertEquals(ENDED_BY_SIGTERM, first.stop(), first.output());
        try (WardenProcess second = WardenProcess.like(first).startRunnable()) {
            assertEquals(200, second.client().post("login", person.byEmail()).statusCode());
        }
    }

    @Test
    void creates_a_home_that_only_its_owner_can_read() throws IOException {
        Path home = WardenProcess.newHome("runnable").resolve("new");
        assumeTrue(home.getFileSystem().supportedFileAttributeViews().contains("posix"));
        try (WardenProcess warden = WardenProcess.in(home).startRunnable()) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
        }
    }

    @Test
    void says_in_one_line_that_its_port_is_in_use() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            WardenProcess refused = WardenProcess.in(WardenProcess.newHome("runnable"))
                    .with("warden.port", String.valueOf(other.getLocalPort())).launchRunnable();
            assertEquals(1, refused.exitStatus(), refused.output());
            assertTrue(refused.output().startsWith("Warden cannot start: port "), refused.output());
        }
    }

    @Test
    void says_in_one_line_which_setting_is_wrong_and_ends() {
        WardenProcess refused = WardenProcess.in(WardenProcess.newHome("runnable"))
                .with("warden.password.min-length", "many").launchRunnable();
        assertEquals(1, refused.exitStatus(), refused.output());
        assertEquals(List.of("Warden cannot start: warden.password.min-length: \"many\" is not a whole number from 6"
                + " to 64"), refused.output().lines().toList());
    }

    @Test
    void says_in_one_line_that_it_has_no_place_for_its_server() throws IOException {
        Path home = Files.createFile(WardenProcess.newHome("runnable").resolve("file"));
        WardenProcess refused = WardenProcess.in(home).launchRunnable();
        assertEquals(1, refused.exitStatus(), refused.output());
        assertEquals(1, refused.output().lines().count(), refused.output());
        assertTrue(refused.output().startsWith("Warden cannot start: the server cannot be unpacked below warden.home"),
                refused.output());
    }
}
