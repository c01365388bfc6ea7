package dev.warden.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A thousand ports of this machine's loopback address in blocks of a hundred, each enough for a server. */
record Ports(int lowest) {

    private static final int BLOCKS = 10;
    /** Products spread their listeners over it, HTTP is at 80. */
    private static final int BLOCK = 100;
    private static final int HTTP = 80;

    /** The port for HTTP in a block of which all was free a moment ago. */
    int ofAServer() {
        while (true) {
            int block = lowest + BLOCK * ThreadLocalRandom.current().nextInt(BLOCKS);
            if (isFree(block)) {
                return block + HTTP;
            }
        }
    }

    private static boolean isFree(int block) {
        for (int port = block; port < block + BLOCK; port++) {
            if (!isFreePort(port)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFreePort(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            socket.setReuseAddress(true);
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
