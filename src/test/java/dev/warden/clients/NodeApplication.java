package dev.warden.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import dev.warden.MachineProgram;

/** An application of {@code src/test/clients} that runs on Node.js, with the libraries of its lock file beside it. */
final class NodeApplication {

    /** What the library asks for. */
    static final int OLDEST = 20;
    private static final int PATIENCE_MINUTES = 3;

    private final Path folder;

    private NodeApplication(Path folder) {
        this.folder = folder;
    }

    /** Whether this machine can have one. */
    static boolean canRun() {
        if (MachineProgram.named("npm").isEmpty() || MachineProgram.named("node").isEmpty()) {
            return false;
        }
        String version = output(Path.of("."), "node", "--version");
        return Integer.parseInt(version.strip().replaceFirst("^v(\\d+).*$", "$1")) >= OLDEST;
    }

    /** One in {@code target/clients}, where npm brings what its lock file names, if it is not there yet. */
    static NodeApplication installed(String name) {
        Path source = Path.of("src", "test", "clients", name);
        Path folder = Path.of("target", "clients", name);
        Path lock = folder.resolve("package-lock.json");
        try {
            Files.createDirectories(folder);
            boolean isThere = Files.isDirectory(folder.resolve("node_modules")) && Files.exists(lock)
                    && Files.mismatch(lock, source.resolve("package-lock.json")) < 0;
            for (String file : List.of("application.mjs", "package.json")) {
                Files.copy(source.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!isThere) {
                Files.copy(source.resolve("package-lock.json"), lock, StandardCopyOption.REPLACE_EXISTING);
                output(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new NodeApplication(folder);
    }

    /**
     * Runs one of its functions.
     *
     * @param person goes to an address and says where they arrived
     * @throws AssertionError with what it printed, if it fails
     */
    void run(String function, String issuer, UnaryOperator<URI> person) {
        StringBuilder printed = new StringBuilder();
        try {
            Process node = new ProcessBuilder("node", "--no-warnings", "application.mjs", issuer, function)
                    .directory(folder.toFile()).redirectErrorStream(true).start();
            try (BufferedReader output = node.inputReader(StandardCharsets.UTF_8);
                    PrintWriter input = new PrintWriter(node.outputWriter(StandardCharsets.UTF_8), true)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    printed.append(line).append('\n');
                    if (line.startsWith("open ")) {
                        URI arrived = person.apply(URI.create(line.substring("open ".length())));
                        printed.append("at ").append(arrived).append('\n');
                        input.println(arrived);
                    }
                }
            } finally {
                end(node);
            }
            if (node.exitValue() != 0 || !printed.toString().endsWith("done\n")) {
                throw new AssertionError(function + " failed:\n" + printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(printed.toString(), e);
        }
    }

    /** Runs a program to its end. @return what it printed */
    private static String output(Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            end(process);
            if (process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command) + ":\n" + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
