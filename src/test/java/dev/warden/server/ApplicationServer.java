package dev.warden.server;

import java.nio.file.Path;

/**
 * One installation of a server on this machine, with Warden deployed on it. Its state is in a folder of its own. What
 * comes before the first start is done once and in this order, as the server's page in {@code docs/servers} tells:
 * installed, given a pool if Warden is to use one of the server's, and given the WAR.
 */
public interface ApplicationServer {

    void install();

    /** @param driver MariaDB's, a jar */
    void makePool(Path driver);

    void deploy(Path war);

    /** Starts it; Warden may need a moment more to answer. */
    void start();

    /** While it runs, deploys another application below {@code /NAME}, and waits until it is there. */
    void add(String name, Path war);

    /** Asks it to end and waits until it has. Does nothing if it does not run. */
    void stop();

    /** Ends it as a power cut does. Does nothing if it does not run. */
    void kill();

    /** Whether its process is there. */
    boolean isRunning();

    /** What there is to read when something went wrong. */
    Path log();
}
