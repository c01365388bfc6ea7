package dev.warden.clients;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A project of its own, whose libraries are on the class path of no other test. */
final class MavenProject {

    private static final String MAVEN = System.getProperty("test.maven");

    private MavenProject() {
    }

    static boolean canBeBuilt() {
        return MAVEN != null && Files.isExecutable(Path.of(MAVEN));
    }

    /** Runs Maven on it. @throws AssertionError with all that was printed, if that fails */
    static void run(Path project, Path output, String... arguments) {
        List<String> command = new ArrayList<>(List.of(MAVEN, "-B", "-ntp", "-q",
                "-f", project.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + System.getProperty("test.maven.repository")));
        command.addAll(List.of(arguments));
        RunningProgram.runToItsEnd(command, output);
    }
}
