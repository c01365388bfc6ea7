package dev.warden.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where Warden listens.
 *
 * @param address from {@code warden.bind-address}, default 127.0.0.1
 * @param port from {@code warden.port}, 1 to 65535, default 8080
 */
record Listener(InetAddress address, int port) {

    private static final String ADDRESS_KEY = "warden.bind-address";
    private static final String PORT_KEY = "warden.port";
    private static final String PUBLIC_URL_KEY = "warden.public-url";
    private static final int DEFAULT_PORT = 8080;

    static Listener given() throws Refusal {
        return new Listener(address(Given.value(ADDRESS_KEY).orElse("127.0.0.1")),
                port(Given.value(PORT_KEY).orElse(String.valueOf(DEFAULT_PORT))));
    }

    /** @throws Refusal if the port is in use, or this machine does not have the address */
    void mustBeFree() throws Refusal {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException e) {
            throw new Refusal("Warden cannot start: port " + port + " of " + address.getHostAddress()
                    + " is not available (" + e.getMessage() + "); choose another with -Dwarden.port=");
        }
    }

    /** Sets the properties that the server's configuration refers to, and the issuer unless it is set. */
    void publish() {
        System.setProperty(ADDRESS_KEY, address.getHostAddress());
        System.setProperty(PORT_KEY, String.valueOf(port));
        if (port != DEFAULT_PORT && Given.value(PUBLIC_URL_KEY).isEmpty()) {
            System.setProperty(PUBLIC_URL_KEY, "http://localhost:" + port);
        }
    }

    /** The address that Warden uses as its issuer. */
    String publicUrl() {
        return Given.value(PUBLIC_URL_KEY).orElse("http://localhost:" + DEFAULT_PORT);
    }

    /** An address of it that works on this machine. */
    URI uri() {
        boolean local = address.isAnyLocalAddress() || "127.0.0.1".equals(address.getHostAddress());
        String host = address.getHostAddress();
        return URI.create("http://" + (local ? "localhost" : host.contains(":") ? "[" + host + "]" : host) + ":"
                + port);
    }

    private static InetAddress address(String value) throws Refusal {
        try {
            return InetAddress.getByName(value);
        } catch (UnknownHostException e) {
            throw new Refusal("Warden cannot start: " + ADDRESS_KEY + ": \"" + value
                    + "\" is no address of this machine");
        }
    }

    private static int port(String value) throws Refusal {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, with the range.
        }
        throw new Refusal("Warden cannot start: " + PORT_KEY + ": \"" + value
                + "\" is not a whole number from 1 to 65535");
    }
}
