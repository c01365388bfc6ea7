package dev.warden;

/**
 * Warden in a process of its own, for tests that kill it, restart it or run several: {@link WardenProcess} on the
 * embedded server, {@link dev.warden.server.ServerProcess} on one as administrators have them.
 */
public interface RunningWarden extends AutoCloseable {

    WardenClient client();

    /** Ends it as a power cut does. */
    void kill();

    /** Asks it to end and waits until it has. */
    void end();

    /** Another process with the same settings, home and port. */
    RunningWarden restart();

    /** What there is to read when something went wrong. */
    String output();

    @Override
    void close();

    /** How to start one. */
    interface Launch {

        /** Sets a setting of Warden. */
        Launch with(String key, String value);

        /** Starts it and waits until it is ready. */
        RunningWarden start();

        /** Starts it while its database is away, and waits until it answers that it waits. */
        RunningWarden startWithoutDatabase();
    }
}
