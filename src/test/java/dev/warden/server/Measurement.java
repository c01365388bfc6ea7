package dev.warden.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has Warden measured on one server, for {@code bench/servers}: installs it as the tests do, starts it, tells how long
 * it took from the start command to the first answer, and runs a command against it. The server is told by the
 * properties of {@link ServerUnderTest}. Ends with the exit status of the command.
 *
 * <p>Arguments: the command; {@code --url} and the address of Warden are added to it.
 */
public final class Measurement {

    private Measurement() {
    }

    public static void main(String[] command) throws IOException, InterruptedException {
        ServerUnderTest server = ServerUnderTest.given();
        server.install();
        long startedAt = System.nanoTime();
        server.start();
        System.out.printf("first answer %d ms after the start command%n",
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt));
        List<String> addressed = new ArrayList<>(List.of(command));
        addressed.addAll(List.of("--url", server.installation().address().toString()));
        int status = new ProcessBuilder(addressed).inheritIO().start().waitFor();
        server.stop();
        System.exit(status);
    }
}
