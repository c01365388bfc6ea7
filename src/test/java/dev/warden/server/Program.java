package dev.warden.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts programs in the environment of a server. What they print is appended to one file.
 *
 * @param environment variables besides those of this process
 */
record Program(Map<String, String> environment, Path output) {

    /** Seconds on an idle machine, but tests share theirs. */
    static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Runs one to its end. @throws AssertionError with all that was printed, if it fails */
    void run(List<String> command) {
        Process process = start(command);
        int status = await(process);
        if (status != 0) {
            throw new AssertionError(command + " ended with " + status + ":\n" + printed());
        }
    }

    Process start(List<String> command) {
        try {
            Files.createDirectories(output.getParent());
            ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            program.environment().putAll(environment);
            return program.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end. @return its exit status */
    int await(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + PATIENCE + ":\n" + printed());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String printed() {
        try {
            return Files.exists(output) ? Files.readString(output) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
