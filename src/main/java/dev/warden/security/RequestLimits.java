package dev.warden.security;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.CancelledKeyException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Refuses bodies that are too large or encoded, whether or not they would be read, and malformed headers, on every
 * resource of an application. It also reduces the container's own answers to OPTIONS, which differ between servers, to
 * the Allow header.
 */
@PreMatching
public class RequestLimits implements ContainerRequestFilter, ContainerResponseFilter {

    /** Maximum number of octets in a request's body. */
    static final int MAX_BODY = 64 * 1024;

    /**
     * How long a body may take to arrive. A server's time-out applies to each octet: a client that sends one now and
     * then would occupy a thread for hours.
     */
    static final Duration BODY_TIME = Duration.ofSeconds(10);

    private static final int PIECE = 8 * 1024;
    private static final Pattern LENGTH = Pattern.compile("\\d+");

    @Override
    public void filter(ContainerRequestContext request) {
        if (declaredLength(request) > MAX_BODY) {
            throw RequestRefused.tooLarge();
        }
        if (request.getHeaderString("Transfer-Encoding") != null) {
            request.setEntityStream(read(request, MAX_BODY + 1));
        } else if (request.getHeaderString("Upgrade") != null) {
            // Otherwise Payara would read until the connection ends. Clients that offer HTTP/2 send this.
            request.setEntityStream(read(request, (int) declaredLength(request)));
        }
        String encoding = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.isBlank()) {
            throw new RequestRefused(415, "A body must not be encoded.");
        }
        requireReadableHeaders(request);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getMethod().equals(HttpMethod.OPTIONS) && response.getStatus() == 200) {
            response.setStatus(204);
            response.setEntity(null);
            response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
            response.getHeaders()
                    .computeIfPresent(HttpHeaders.ALLOW, (name, values) -> List.of(Failure.allowed(values)));
        }
    }

    private static InputStream read(ContainerRequestContext request, int length) {
        return new ByteArrayInputStream(body(request.getEntityStream(), length));
    }

    /**
     * Reads a body.
     *
     * @param length maximum number of octets to read
     * @throws RequestRefused if it is too large, ends too early, stops, or takes longer than {@link #BODY_TIME}
     */
    static byte[] body(InputStream in, int length) {
        return body(in, length, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    static byte[] body(InputStream in, int length, LongSupplier nanoTime) {
        byte[] body;
        try {
            body = readInTime(in, length, nanoTime);
        } catch (IOException | CancelledKeyException itsSenderIsGone) {
            // The second is what Grizzly says of a connection that was closed just before.
            throw new RequestRefused(400, "The body did not arrive whole.");
        }
        if (body.length > MAX_BODY) {
            throw RequestRefused.tooLarge();
        }
        return body;
    }

    private static byte[] readInTime(InputStream in, int length, LongSupplier nanoTime) throws IOException {
        long began = nanoTime.getAsLong();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[Math.min(length, PIECE)];
        while (body.size() < length) {
            int read = in.read(piece, 0, Math.min(length - body.size(), piece.length));
            if (read < 0) {
                break;
            }
            body.write(piece, 0, read);
            if (nanoTime.getAsLong() - began > BODY_TIME.toNanos()) {
                throw new RequestRefused(408, "The body took too long to arrive.");
            }
        }
        return body.toByteArray();
    }

    /** If read later, malformed cookies would be answered with a page of the server, or as a bug of ours. */
    private static void requireReadableHeaders(ContainerRequestContext request) {
        if (request.getProperty(ReadableRequest.UNREADABLE) != null) {
            throw unreadable();
        }
        try {
            request.getCookies();
        } catch (ProcessingException | IllegalArgumentException unreadable) {
            throw unreadable();
        }
    }

    private static RequestRefused unreadable() {
        return new RequestRefused(400, "A header of the request cannot be read.");
    }

    private static long declaredLength(ContainerRequestContext request) {
        String text = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
        return text == null ? 0 : length(text.strip());
    }

    /**
     * @param text header Content-Length (RFC 9110 §8.6)
     * @throws RequestRefused if it is no number, as where there were two
     */
    static long length(String text) {
        if (!LENGTH.matcher(text).matches()) {
            throw unreadable();
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException beyondAnyNumber) {
            return Long.MAX_VALUE;
        }
    }
}
