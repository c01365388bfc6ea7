package dev.warden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that no build brings: a machine has them or not. */
public final class MachineProgram {

    private MachineProgram() {
    }

    /** The first on the path of the shell that has one of these names. */
    public static Optional<Path> named(String... names) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> Arrays.stream(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    /**
     * Skips the tests of a class where they lack what they need.
     *
     * @param without the reason, for people
     */
    public static void need(boolean isThere, String without) {
        if (!isThere) {
            // Where a build is looked at, and not only in a report.
            System.out.println(without);
        }
        assumeTrue(isThere, without);
    }
}
