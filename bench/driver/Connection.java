import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A connection that is opened when it is needed and kept as long as the server allows. */
final class Connection implements Closeable {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int READ_TIMEOUT_MILLIS = 30_000;

    private final InetSocketAddress address;
    private final String basePath;
    private final String hostHeader;
    private Socket socket;
    private OutputStream out;
    private Input in;
    private long connects;

    Connection(URI url) {
        int port = url.getPort() < 0 ? 80 : url.getPort();
        this.address = new InetSocketAddress(url.getHost(), port);
        this.basePath = url.getRawPath();
        this.hostHeader = "Host: " + url.getRawAuthority() + "\r\n";
    }

    long connects() {
        return connects;
    }

    void resetConnects() {
        connects = 0;
    }

    /** The part of addresses that every path comes after. */
    String basePath() {
        return basePath;
    }

    /** @throws Unexpected if the answer is not 200 */
    Response ok(Request request) throws IOException {
        Response response = exchange(request);
        if (response.status() != 200) {
            throw response.unexpected();
        }
        return response;
    }

    Response exchange(Request request) throws IOException {
        if (socket == null) {
            open();
        }
        out.write(written(request));
        Head head = readHead();
        Response response = new Response(head.status, new String(readBody(head), StandardCharsets.ISO_8859_1),
                head.location, head.cookies);
        if (head.close) {
            close();
        }
        return response;
    }

    @Override public void close() {
        try (Socket closing = socket) {
            socket = null;
        } catch (IOException e) {
            // It is closed, one way or the other.
        }
    }

    private void open() throws IOException {
        Socket opening = new Socket();
        opening.setTcpNoDelay(true);
        opening.setSoTimeout(READ_TIMEOUT_MILLIS);
        opening.connect(address, CONNECT_TIMEOUT_MILLIS);
        socket = opening;
        out = opening.getOutputStream();
        in = new Input(opening.getInputStream());
        connects++;
    }

    /** Head and body in one write, so that they leave in one segment. */
    private byte[] written(Request request) {
        StringBuilder text = new StringBuilder(512).append(request.method()).append(' ').append(basePath)
                .append(request.path()).append(" HTTP/1.1\r\n").append(hostHeader).append(request.headers());
        if (request.body() != null) {
            text.append("Content-Length: ").append(request.body().length()).append("\r\n\r\n").append(request.body());
        } else {
            text.append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Head {
        int status;
        int length = -1;
        boolean chunked;
        boolean close;
        String location;
        List<String> cookies = List.of();
    }

    private Head readHead() throws IOException {
        Head head;
        do {
            head = new Head();
            String statusLine = in.line();
            if (!statusLine.startsWith("HTTP/1.1 ")) {
                throw new IOException("not HTTP/1.1: " + statusLine);
            }
            head.status = Integer.parseInt(statusLine.substring(9, 12));
            for (String line = in.line(); !line.isEmpty(); line = in.line()) {
                readHeader(head, line);
            }
        } while (head.status < 200);
        return head;
    }

    private static void readHeader(Head head, String line) {
        int colon = line.indexOf(':');
        switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "content-length" -> head.length = Integer.parseInt(line.substring(colon + 1).strip());
            case "transfer-encoding" -> head.chunked = line.toLowerCase(Locale.ROOT).endsWith("chunked");
            case "connection" -> head.close = line.substring(colon + 1).strip().equalsIgnoreCase("close");
            case "location" -> head.location = line.substring(colon + 1).strip();
            case "set-cookie" -> head.cookies = Stream.concat(head.cookies.stream(),
                    Stream.of(line.substring(colon + 1).strip().split(";", 2)[0])).toList();
            default -> { }
        }
    }

    private byte[] readBody(Head head) throws IOException {
        if (head.chunked) {
            return readChunks();
        }
        if (head.length >= 0) {
            return in.bytes(head.length);
        }
        if (head.status == 204 || head.status == 304) {
            return new byte[0];
        }
        throw new IOException("an answer whose end is not told");
    }

    private byte[] readChunks() throws IOException {
        byte[] body = new byte[0];
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            byte[] chunk = in.bytes(size);
            int before = body.length;
            body = Arrays.copyOf(body, before + size);
            System.arraycopy(chunk, 0, body, before, size);
            in.line();
        }
        while (!in.line().isEmpty()) {
            // Trailers.
        }
        return body;
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(in.line().split(";", 2)[0].strip(), 16);
    }
}
