package dev.warden.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The only way in which Warden calls addresses that others gave it, so that nobody can make it call an internal one
 * (OWASP ASVS 5.0 V1.3.6, RFC 9101 §10.4).
 *
 * <p>A name is resolved once. If any of its addresses is neither public nor in
 * {@code warden.outbound.allowed-networks}, nothing is called; otherwise the connection goes to one of exactly these
 * addresses. TLS uses the name for SNI, and the certificate must match it. Redirects are returned and not followed. All
 * of it, from name resolution to the last octet, takes at most {@value #MAX_SECONDS} s, and a response has at most 64
 * KiB. Plain http is only allowed to loopback addresses in allowed networks, for development.
 *
 * <p>The number of concurrent calls is limited, because servers that are slow on purpose could otherwise occupy all
 * threads. Addresses that strangers registered have a separate limit, and only a small share of it is for one network
 * or domain. So they do not affect calls to addresses of the operator's clients, and nobody keeps all others out.
 */
@ApplicationScoped
public class OutboundHttp {

    static final int MAX_SECONDS = 2;
    static final int MAX_ANSWER = 64 * 1024;
    /** Fits into the system's buffers in any case, so that writing does not wait for the peer. */
    private static final int MAX_REQUEST = 8 * 1024;
    private static final int SITE_OCTETS = 6;
    private static final Pattern DOMAIN = Pattern.compile("[^.]+\\.[^.]+\\.?$");
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    private final OutboundSettings settings;
    private final Lookup lookup;
    private final Schedule schedule;
    private final SSLSocketFactory tls;
    private final Map<Giver, Places> places = Map.of(
            Giver.OPERATOR, new Places(new ConcurrencyLimit(16, 8), new ConcurrencyLimit(16, 8)),
            Giver.STRANGER, new Places(new ConcurrencyLimit(8, 2), new ConcurrencyLimit(8, 2)));

    @Inject
    public OutboundHttp(OutboundSettings settings, Schedule schedule) {
        this(settings, InetAddress::getAllByName, schedule);
    }

    OutboundHttp(OutboundSettings settings, Lookup lookup, Schedule schedule) {
        this.settings = settings;
        this.lookup = lookup;
        this.schedule = schedule;
        this.tls = TrustedAuthorities.with(settings.trustFile());
    }

    protected OutboundHttp() {
        this.settings = null;
        this.lookup = null;
        this.schedule = null;
        this.tls = null;
    }

    /** Who provided an address. */
    public enum Giver {
        /** The operator of this Warden. */
        OPERATOR,
        /** Anybody who registered a client. */
        STRANGER
    }

    /** @param lookups counted separately, because an abandoned look-up goes on */
    private record Places(ConcurrencyLimit calls, ConcurrencyLimit lookups) {
    }

    /** Resolves a name to addresses. */
    interface Lookup {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    /** The outcome of a call. */
    public sealed interface Outcome permits Answered, Failed {
    }

    /** A response came, with any status and type. */
    public record Answered(int status, byte[] body) implements Outcome {

        public boolean isOk() {
            return status >= 200 && status < 300;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /**
     * Nothing was called, or no complete response came in time.
     *
     * @param reason for the operator only, because it reveals what the internal network looks like
     */
    public record Failed(String reason) implements Outcome {
    }

    /** A request without its address. */
    private record Request(String method, String headers, byte[] body) {
    }

    /** @param accept the media type for the header {@code Accept} */
    public Outcome get(URI uri, Giver giver, String accept) {
        return call(uri, giver, new Request("GET", "Accept: " + accept + "\r\n", new byte[0]));
    }

    /** Posts an encoded form of at most about 7 KiB. */
    public Outcome postForm(URI uri, Giver giver, String form) {
        byte[] body = form.getBytes(StandardCharsets.UTF_8);
        return call(uri, giver, new Request("POST", "Content-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: " + body.length + "\r\n", body));
    }

    private Outcome call(URI uri, Giver giver, Request request) {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
        String host = uri.getHost();
        boolean plain = uri.toASCIIString().equals(uri.toString()) && uri.getRawUserInfo() == null;
        if (host == null || !plain || !isSecure(uri) && !isHttpOnLoopback(uri)) {
            return new Failed("not an https address");
        }
        byte[] octets = octets(uri, request);
        if (octets.length > MAX_REQUEST) {
            return new Failed("the request is too large");
        }
        try {
            return call(uri, places.get(giver), octets, endNanos);
        } catch (IOException | IllegalArgumentException e) {
            // IllegalArgumentException: the host cannot be a TLS server name.
            return new Failed(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private static boolean isHttpOnLoopback(URI uri) {
        return "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
    }

    private Outcome call(URI uri, Places places, byte[] octets, long endNanos) throws IOException {
        InetAddress[] addresses = look(uri.getHost(), places.lookups, endNanos);
        for (InetAddress address : addresses) {
            if (!mayBeCalled(address, isSecure(uri))) {
                return new Failed("an address that may not be called: " + address.getHostAddress());
            }
        }
        if (addresses.length == 0) {
            return new Failed("no address");
        }
        String site = site(addresses[0]);
        if (!places.calls.take(site)) {
            return new Failed("too many calls at once");
        }
        try {
            return exchange(uri, addresses, octets, endNanos);
        } finally {
            places.calls.giveBack(site);
        }
    }

    /**
     * The part of an address that is taken for one subscriber: an IPv4 address, or the /48 of an IPv6 address. Sites
     * get a /64 or more, up to a /48 (RFC 6177 §2). The most is assumed here, because nobody must occupy all places
     * from many networks of one site; neighbours in one /48 at worst share their places.
     */
    private static String site(InetAddress address) {
        byte[] octets = address.getAddress();
        return HexFormat.of().formatHex(octets, 0, Math.min(octets.length, SITE_OCTETS));
    }

    /**
     * Names below one domain are resolved by one server, as far as that can be told without a list of public suffixes.
     */
    private static String domain(String name) {
        Matcher domain = DOMAIN.matcher(name);
        return AddressRange.literal(name).isEmpty() && domain.find() ? domain.group() : name;
    }

    private static boolean isSecure(URI uri) {
        return "https".equals(uri.getScheme());
    }

    private Outcome exchange(URI uri, InetAddress[] addresses, byte[] octets, long endNanos) throws IOException {
        boolean secure = isSecure(uri);
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT;
        try (Socket connection = connected(addresses, port, endNanos);
                Socket channel = secure ? secured(connection, uri.getHost(), port) : connection) {
            OutputStream out = channel.getOutputStream();
            out.write(octets);
            out.flush();
            return new HttpMessage(new BufferedInputStream(channel.getInputStream()), MAX_ANSWER).read();
        }
    }

    private boolean mayBeCalled(InetAddress address, boolean secure) {
        boolean listed = PublicNetworks.isIn(settings.allowedNetworks(), address);
        return secure ? listed || PublicNetworks.contain(address) : listed && address.isLoopbackAddress();
    }

    /** On a separate thread, because the time of a look-up cannot be limited. */
    private InetAddress[] look(String host, ConcurrencyLimit lookups, long endNanos) throws IOException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Duration left = DeadlineSocket.left(endNanos);
        String domain = domain(name);
        if (!lookups.take(domain)) {
            throw new SocketTimeoutException("too many names are being looked up");
        }
        Future<InetAddress[]> looking;
        try {
            looking = schedule.once(() -> {
                try {
                    return lookup.addressesOf(name);
                } finally {
                    lookups.giveBack(domain);
                }
            });
        } catch (RuntimeException | Error e) {
            // There is no thread for it.
            lookups.giveBack(domain);
            throw e;
        }
        try {
            return looking.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UnknownHostException(name);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("the name took too long to look up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketTimeoutException("interrupted");
        }
    }

    /** The first address that answers. Each gets an equal share of the time that is left to it and those after it. */
    private static Socket connected(InetAddress[] addresses, int port, long endNanos) throws IOException {
        IOException last = new UnknownHostException("no address");
        for (int i = 0; i < addresses.length; i++) {
            DeadlineSocket socket = new DeadlineSocket(endNanos);
            try {
                socket.connect(addresses[i], port, DeadlineSocket.left(endNanos).dividedBy(addresses.length - i));
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    /** RFC 9110 §4.3.4: the certificate must be for the host of the address that was asked for. */
    private SSLSocket secured(Socket connection, String host, int port) throws IOException {
        SSLSocket secured = (SSLSocket) tls.createSocket(connection, host, port, true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (AddressRange.literal(host).isEmpty() && !host.startsWith("[")) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static byte[] octets(URI uri, Request request) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        byte[] head = (request.method + " " + path + query + " HTTP/1.1\r\nHost: " + uri.getHost()
                + port + "\r\nUser-Agent: Warden\r\nConnection: close\r\nAccept-Encoding: identity\r\n"
                + request.headers + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + request.body.length);
        System.arraycopy(request.body, 0, all, head.length, request.body.length);
        return all;
    }
}
