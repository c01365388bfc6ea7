package dev.warden.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.warden.Eventually;

/** A server of a client, in a process of its own, which listens on the loopback address. */
final class RunningProgram implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 240;
    static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    private final Process process;
    private final Path output;

    private RunningProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts one, and waits until it listens. @param environment variables besides those of this process */
    static RunningProgram start(List<String> command, Map<String, String> environment, int port, Path output) {
        try {
            Files.createDirectories(output.getParent());
            ProcessBuilder program = printingTo(output, command);
            program.environment().putAll(environment);
            RunningProgram started = new RunningProgram(program.start(), output);
            started.awaitPort(port);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end. @throws AssertionError with all that was printed, if it fails */
    static void runToItsEnd(List<String> command, Path output) {
        try {
            Files.createDirectories(output.getParent());
            Process process = printingTo(output, command).start();
            Eventually.holds(command + " ends", PATIENCE, () -> !process.isAlive());
            if (process.exitValue() != 0) {
                throw new AssertionError(command + ":\n" + Files.readString(output));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder printingTo(Path output, List<String> command) {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitPort(int port) {
        try {
            Eventually.holds("it listens", PATIENCE, () -> !process.isAlive() || listens(port));
        } finally {
            if (!process.isAlive() || !listens(port)) {
                close();
                throw new AssertionError("It did not start:\n" + printed());
            }
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                children.forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
