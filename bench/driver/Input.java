import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines and counted bytes from a socket. */
final class Input {
    private final InputStream in;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    Input(InputStream in) {
        this.in = in;
    }

    String line() throws IOException {
        for (int scanned = position;; scanned++) {
            if (scanned == limit) {
                scanned -= position;
                fill();
                scanned += position;
            }
            if (buffer[scanned] == '\n') {
                int end = scanned > position && buffer[scanned - 1] == '\r' ? scanned - 1 : scanned;
                String line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
                position = scanned + 1;
                return line;
            }
        }
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        int buffered = Math.min(count, limit - position);
        System.arraycopy(buffer, position, bytes, 0, buffered);
        position += buffered;
        if (in.readNBytes(bytes, buffered, count - buffered) < count - buffered) {
            throw new EOFException("closed within an answer");
        }
        return bytes;
    }

    /** Moves what is left to the front and reads at least one byte more. */
    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read <= 0) {
            throw new EOFException(limit == buffer.length ? "a line that is too long" : "closed without an answer");
        }
        limit += read;
    }
}
