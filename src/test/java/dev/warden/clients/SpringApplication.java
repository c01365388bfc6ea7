package dev.warden.clients;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.warden.WardenProcess;

/** The application of {@code src/test/clients/spring} in a process, with the properties that Warden wrote. */
final class SpringApplication implements AutoCloseable {

    private static final Path PROJECT = Path.of("src", "test", "clients", "spring");
    private static final Path FOLDER = Path.of("target", "clients", "spring").toAbsolutePath();

    private final int port = WardenProcess.freePort();
    private RunningProgram program;

    /** Has Maven bring the libraries and compile it. @return one that does not run */
    static SpringApplication built() {
        MavenProject.run(PROJECT, FOLDER.resolve("build.log"), "process-classes");
        return new SpringApplication();
    }

    String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** @param generated what Warden wrote. @param more of its own, as {@code key=value} */
    void start(Path generated, String... more) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", FOLDER.resolve("classes") + File.pathSeparator + FOLDER.resolve("lib") + File.separator + "*",
                "dev.warden.spring.Application", "--server.address=127.0.0.1", "--server.port=" + port,
                "--spring.config.location=" + generated.toUri()));
        for (String property : more) {
            command.add("--" + property);
        }
        program = RunningProgram.start(command, Map.of(WardenWithClients.SECRET_VARIABLE, WardenWithClients.SECRET),
                port, FOLDER.resolve("output.log"));
    }

    String log() {
        return program.printed();
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }
}
