package dev.warden.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import fish.payara.micro.PayaraMicro;

/**
 * The entry point of {@code java -jar warden.jar}: starts the Payara Micro in the same jar, with the WAR in it,
 * listening where Warden's settings say. Arguments are passed to Payara Micro.
 */
public final class RunnableJar {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private RunnableJar() {
    }

    public static void main(String[] arguments) throws Exception {
        try {
            Listener listener = Listener.given();
            listener.mustBeFree();
            listener.publish();
            greetWhenReady(listener);
            List<String> all = new ArrayList<>(List.of("--port", String.valueOf(listener.port())));
            all.addAll(List.of(arguments));
            PayaraMicro.main(all.toArray(String[]::new));
        } catch (Refusal refusal) {
            System.err.println(refusal.getMessage());
            System.exit(1);
        }
    }

    private static void greetWhenReady(Listener listener) {
        Thread greeting = new Thread(() -> {
            try {
                if (new Readiness(listener.uri()).await(PATIENCE)) {
                    System.out.println("Warden is ready at " + listener.uri());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "warden-greeting");
        greeting.setDaemon(true);
        greeting.start();
    }
}
