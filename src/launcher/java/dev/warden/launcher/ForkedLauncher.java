package dev.warden.launcher;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The entry point of {@code mvn -Prun} inside Maven: starts the launcher in a separate small JVM, passes on every
 * setting given to Maven, and ends Maven with the launcher's exit status. A failed build would bury the one line that
 * says what is wrong.
 *
 * <p>Arguments: the folder of the server and its launcher, the WAR, the folder for the server's own files; optionally
 * the WAR of the sample application and the file that declares its client, which is used unless another declaration is
 * set.
 */
public final class ForkedLauncher {

    private static final long STOP_SECONDS = 20;
    /** How often what glibc keeps of freed memory goes back to the system; much is freed by the compiler. */
    private static final long GIVE_BACK_MILLIS = 30_000;
    private static final String DECLARED = "warden.declared.file";

    private ForkedLauncher() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> command = command(Path.of(arguments[0]), arguments[1], arguments[2]);
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT);
        if (arguments.length > 3 && Given.value(DECLARED).isEmpty()) {
            command.add(command.indexOf("-jar"), "-D" + DECLARED + "=" + arguments[4]);
            command.add(arguments[3]);
            builder.environment().put("SAMPLE_CLIENT_SECRET", UUID.randomUUID() + "-" + UUID.randomUUID());
        }
        // Otherwise glibc reserves memory for each thread apart, of which much is never given back; others ignore it.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
        Process launcher = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(launcher)));
        System.exit(launcher.waitFor());
    }

    private static List<String> command(Path server, String war, String work) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + server.resolve("jvm.options"));
        if (System.getProperty("os.name").contains("Linux")) {
            // Others would be warned that their system cannot do that.
            command.add("-XX:TrimNativeHeapInterval=" + GIVE_BACK_MILLIS);
        }
        System.getProperties().stringPropertyNames().stream()
                .filter(key -> key.startsWith("warden."))
                .forEach(key -> command.add("-D" + key + "=" + System.getProperty(key)));
        command.addAll(List.of("-jar", server.resolve("launcher.jar").toString(), war, work));
        return command;
    }

    /** Ctrl-C returns to the shell when the port is free again. */
    private static void end(Process launcher) {
        launcher.destroy();
        try {
            launcher.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
