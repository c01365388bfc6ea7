package dev.warden.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One request on a connection of its own, octet by octet as it is given: an HTTP client would refuse to send most of
 * what an adversary sends.
 *
 * @param target what stands in the request line, not checked
 * @param body   null for none
 */
record RawRequest(URI base, String method, String target, List<String> headers, byte[] body, Framing framing) {

    /** How a body's end is told. */
    enum Framing {
        LENGTH, CHUNKS, NOT_AT_ALL
    }

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int CHUNK = 4000;
    private static final int PAUSE_MILLIS = 200;

    /** @param path relative to the address of Warden, without a slash at its start */
    static RawRequest of(URI base, String method, String path) {
        return new RawRequest(base, method, base.getPath() + path, List.of(), null, Framing.LENGTH);
    }

    RawRequest with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name + ": " + value);
        return new RawRequest(base, method, target, more, body, framing);
    }

    /** A body with its length. */
    RawRequest with(byte[] content) {
        return new RawRequest(base, method, target, headers, content, Framing.LENGTH);
    }

    /** A body that does not say how long it is. */
    RawRequest chunked(byte[] content) {
        return new RawRequest(base, method, target, headers, content, Framing.CHUNKS);
    }

    /** A body after which nothing comes any more, whatever the headers say. */
    RawRequest cutShort(byte[] content) {
        return new RawRequest(base, method, target, headers, content, Framing.NOT_AT_ALL);
    }

    /** Sends what there is and waits for nothing. */
    Socket open() throws IOException {
        return openFrom(InetAddress.getLoopbackAddress().getHostAddress());
    }

    private Socket openFrom(String address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), base.getPort()));
        socket.setSoTimeout(TIMEOUT_MILLIS);
        try {
            socket.getOutputStream().write(bytes());
            socket.getOutputStream().flush();
        } catch (SocketException refusedBeforeItsEnd) {
            // Whoever refuses a request need not read the rest of it.
        }
        return socket;
    }

    RawAnswer send() {
        return sendFrom(InetAddress.getLoopbackAddress().getHostAddress());
    }

    /** @param address one of this machine's loopback addresses */
    RawAnswer sendFrom(String address) {
        try (Socket socket = openFrom(address)) {
            if (framing == Framing.NOT_AT_ALL) {
                socket.shutdownOutput();
            }
            return RawAnswer.read(this, socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(this.toString(), e);
        }
    }

    /** Sends these octets instead, and reads all that comes until the other end has enough. */
    String answers(byte[] octets) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(octets);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /**
     * Sends the head, and then a little now and then until there is an answer.
     *
     * @param piece what is sent each time, in ASCII
     */
    RawAnswer trickling(String piece) {
        try (Socket socket = open()) {
            Thread sender = new Thread(() -> trickle(socket, piece.getBytes(StandardCharsets.US_ASCII)));
            sender.setDaemon(true);
            sender.start();
            return RawAnswer.read(this, socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(this.toString(), e);
        }
    }

    private static void trickle(Socket socket, byte[] piece) {
        try {
            while (!socket.isClosed()) {
                socket.getOutputStream().write(piece);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException theOtherEndHasEnough) {
            // It answered before.
        }
    }

    /** What goes over the wire. */
    byte[] bytes() {
        StringBuilder head = new StringBuilder(method).append(' ').append(target).append(" HTTP/1.1\r\n");
        if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
            head.append("Host: ").append(base.getAuthority()).append("\r\n");
        }
        head.append("Connection: close\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (framing == Framing.CHUNKS) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (body != null && framing == Framing.LENGTH) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        if (framing == Framing.CHUNKS) {
            writeChunks(out);
        } else if (body != null) {
            out.writeBytes(body);
        }
        return out.toByteArray();
    }

    private void writeChunks(ByteArrayOutputStream out) {
        for (int from = 0; from < body.length; from += CHUNK) {
            int length = Math.min(CHUNK, body.length - from);
            out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body, from, length);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        String text = method + " " + target + " " + headers;
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
