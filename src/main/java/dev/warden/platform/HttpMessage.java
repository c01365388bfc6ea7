package dev.warden.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads one HTTP response, within limits, from a connection that is closed afterwards (RFC 9112). */
final class HttpMessage {

    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int MAX_INTERIM = 5;

    private final InputStream in;
    private final int maxBody;
    private int headerOctets;

    HttpMessage(InputStream in, int maxBody) {
        this.in = in;
        this.maxBody = maxBody;
    }

    /** @throws ProtocolException if it is not an HTTP/1 response, or too large */
    OutboundHttp.Answered read() throws IOException {
        int status = 0;
        Map<String, String> headers = Map.of();
        for (int interim = 0; status < 200; interim++) {
            // RFC 9110 §15.2: any number of 1xx responses may come first.
            if (interim > MAX_INTERIM) {
                throw new ProtocolException("too many interim answers");
            }
            status = status(line());
            headers = headers();
        }
        String encoding = headers.getOrDefault("content-encoding", "identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new ProtocolException("an encoding that was not asked for");
        }
        byte[] body = status == 204 || status == 304 ? new byte[0] : body(headers);
        return new OutboundHttp.Answered(status, body);
    }

    private static int status(String line) throws ProtocolException {
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]( .*)?")) {
            throw new ProtocolException("not HTTP/1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new ProtocolException("a malformed header");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            // RFC 9112 §6.3: two lengths, or a length together with a transfer coding, indicate an attack.
            if (headers.put(name, value) != null
                    && (name.equals("content-length") || name.equals("transfer-encoding"))) {
                throw new ProtocolException("two lengths");
            }
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        Optional<String> coding = Optional.ofNullable(headers.get("transfer-encoding"));
        String length = headers.get("content-length");
        if (coding.isPresent()) {
            if (length != null || !coding.get().equalsIgnoreCase("chunked")) {
                throw new ProtocolException("a transfer coding that is not allowed");
            }
            return chunks();
        }
        if (length == null) {
            return bounded(in.readNBytes(maxBody + 1));
        }
        if (!length.matches("[0-9]{1,9}") || Integer.parseInt(length) > maxBody) {
            throw new ProtocolException("too large");
        }
        return exactly(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line().replaceFirst("(?<![ \t])[ \t]*+;.*", "");
            if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                throw new ProtocolException("a malformed chunk");
            }
            int octets = Integer.parseInt(size, 16);
            if (octets == 0) {
                headers();
                return body.toByteArray();
            }
            if (body.size() + octets > maxBody) {
                throw new ProtocolException("too large");
            }
            body.writeBytes(exactly(octets));
            if (!line().isEmpty()) {
                throw new ProtocolException("a malformed chunk");
            }
        }
    }

    private byte[] exactly(int octets) throws IOException {
        byte[] read = in.readNBytes(octets);
        if (read.length < octets) {
            throw new ProtocolException("cut short");
        }
        return read;
    }

    private byte[] bounded(byte[] read) throws ProtocolException {
        if (read.length > maxBody) {
            throw new ProtocolException("too large");
        }
        return read;
    }

    /** A line, without its line end. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new ProtocolException("cut short");
            }
            if (++headerOctets > MAX_HEADERS || line.size() >= MAX_LINE) {
                throw new ProtocolException("headers too large");
            }
            line.write(c);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
