package dev.warden.platform;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A socket with one deadline for all reads, however often the peer sends an octet: before every read,
 * {@code SO_TIMEOUT} is set to the time that is left. TLS is layered over it and reads through it, so its handshake has
 * the same deadline. Writes have none: keep them below the size of the system's buffers.
 */
final class DeadlineSocket extends Socket {

    private final long endNanos;

    DeadlineSocket(long endNanos) {
        this.endNanos = endNanos;
    }

    void connect(InetAddress address, int port, Duration most) throws IOException {
        connect(new InetSocketAddress(address, port), millis(most));
    }

    private int millisLeft() throws SocketTimeoutException {
        return millis(left(endNanos));
    }

    /** At least 1, because 0 would mean no time-out. */
    private static int millis(Duration duration) {
        return (int) duration.toMillis() + 1;
    }

    /**
     * The time left until a value of {@link System#nanoTime}.
     *
     * @throws SocketTimeoutException if there is none
     */
    static Duration left(long endNanos) throws SocketTimeoutException {
        long nanos = endNanos - System.nanoTime();
        if (nanos <= 0) {
            throw new SocketTimeoutException("took longer than allowed");
        }
        return Duration.ofNanos(Math.min(nanos, TimeUnit.MINUTES.toNanos(1)));
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                setSoTimeout(millisLeft());
                return super.read();
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                setSoTimeout(millisLeft());
                return super.read(buffer, offset, length);
            }
        };
    }
}
