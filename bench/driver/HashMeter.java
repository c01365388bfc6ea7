import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Knows what one password hash costs now: measured by HashCost.java in a process of its own, told, or not at all. */
final class HashMeter implements AutoCloseable {
    private final Process program;
    private final BufferedReader answers;
    private final Optional<HashMillis> told;
    private final String implementation;

    private HashMeter(Process program, Optional<HashMillis> told) throws IOException {
        this.program = program;
        this.told = told;
        this.answers = program == null ? null : new BufferedReader(new InputStreamReader(program.getInputStream()));
        this.implementation = program == null ? "" : answer();
    }

    static HashMeter of(Options options) throws IOException {
        OptionalDouble millis = options.hashMillis();
        if (options.text("hash-classpath").isEmpty() || millis.isPresent()) {
            return new HashMeter(null, millis.isPresent()
                    ? Optional.of(new HashMillis(millis.getAsDouble(), millis.getAsDouble())) : Optional.empty());
        }
        Argon2 argon2 = options.argon2().orElseThrow(
                () -> new UsageError("--hash-classpath needs --argon2-memory and --argon2-passes"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        options.server().ifPresent(server -> command.addAll(server.memoryOptions()));
        command.addAll(List.of("-cp", options.text("hash-classpath"), options.text("hash-program"), "--on-request",
                Integer.toString(argon2.memory()), Integer.toString(argon2.passes()), options.text("native")));
        return new HashMeter(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(),
                Optional.empty());
    }

    /** libsodium, Bouncy Castle, or nothing if it was not this run that measured. */
    String implementation() {
        return implementation;
    }

    Optional<HashMillis> measure() {
        if (program == null) {
            return told;
        }
        try {
            program.outputWriter().append('\n').flush();
            String[] millis = answer().split(" ");
            return Optional.of(new HashMillis(Double.parseDouble(millis[0]), Double.parseDouble(millis[1])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override public void close() {
        if (program != null) {
            program.destroy();
        }
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new Abort("HashCost.java ended; it says why above");
        }
        return line;
    }
}
