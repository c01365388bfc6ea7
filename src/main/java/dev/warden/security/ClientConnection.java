package dev.warden.security;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

import dev.warden.platform.AddressRange;
import dev.warden.platform.AddressText;
import dev.warden.session.Device;

/**
 * From where and how a client connected, according to the network or to a trusted proxy.
 *
 * @param device   the client's address and user agent
 * @param isSecure whether the client used https
 */
public record ClientConnection(Device device, boolean isSecure) {

    private static final String ATTRIBUTE = ClientConnection.class.getName();
    private static final String UNKNOWN = "0.0.0.0";

    /** The connection of a request that has passed {@link RequestGuard}. */
    public static ClientConnection of(HttpServletRequest request) {
        return (ClientConnection) request.getAttribute(ATTRIBUTE);
    }

    void attachTo(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    /** Determines connections; only forwarded headers from configured proxies count. */
    static final class Reader {

        private static final Pattern BRACKETS = Pattern.compile("^\\[([^]]*)](:[0-9]+)?$");
        private static final Pattern ZONE = Pattern.compile("(?s)%.*");
        /** An IPv4 address in canonical form. */
        private static final Pattern PLAIN =
                Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
        private static final Pattern PORT = Pattern.compile("^([0-9.]+):[0-9]+$");

        private final ProxySettings proxies;

        Reader(ProxySettings proxies) {
            this.proxies = proxies;
        }

        ClientConnection read(HttpServletRequest request) {
            String peer = canonical(request.getRemoteAddr()).orElse(UNKNOWN);
            String userAgent = request.getHeader("User-Agent");
            if (!proxies.trusts(peer)) {
                return new ClientConnection(new Device(peer, userAgent), request.isSecure());
            }
            return new ClientConnection(new Device(forwardedFor(request, peer), userAgent), forwardedSecure(request));
        }

        /**
         * Each proxy appends the address it saw, so the first one from the right that is not a trusted proxy is the
         * client; anybody can write what is to the left of it.
         */
        private String forwardedFor(HttpServletRequest request, String peer) {
            String client = peer;
            for (String text : fromTheRight(request, "X-Forwarded-For")) {
                Optional<String> address = canonical(text);
                if (address.isEmpty()) {
                    return client;
                }
                client = address.get();
                if (!proxies.trusts(client)) {
                    return client;
                }
            }
            return client;
        }

        private static List<String> fromTheRight(HttpServletRequest request, String header) {
            List<String> values = new ArrayList<>();
            Collections.list(request.getHeaders(header))
                    .forEach(line -> values.addAll(List.of(line.split(","))));
            Collections.reverse(values);
            return values;
        }

        /** What the nearest proxy says: as with addresses, the last value is its own. */
        private static boolean forwardedSecure(HttpServletRequest request) {
            List<String> protocols = fromTheRight(request, "X-Forwarded-Proto");
            return protocols.isEmpty() ? request.isSecure() : protocols.get(0).strip().equalsIgnoreCase("https");
        }

        /** The canonical form of an address, without brackets, port or zone. */
        private static Optional<String> canonical(String text) {
            if (PLAIN.matcher(text).matches()) {
                return Optional.of(text);
            }
            String address = BRACKETS.matcher(text.strip()).replaceFirst("$1");
            String bare = PORT.matcher(ZONE.matcher(address).replaceFirst("")).replaceFirst("$1");
            return AddressRange.literal(bare).map(AddressText::of);
        }
    }
}
