package dev.warden.security;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;

import dev.warden.password.HashingBusy;
import dev.warden.platform.DatabaseUnavailable;
import dev.warden.platform.InvalidValue;
import dev.warden.token.KeysUnavailable;
import dev.warden.token.NoKeyToSign;

/**
 * What a client may learn about an exception: a status, a sentence, and headers. Contracts render it in their own
 * format. Details for the operator go to the log.
 *
 * @param status  400 to 599
 * @param message a sentence without internal details
 * @param headers Allow, WWW-Authenticate and Retry-After, as far as they apply
 */
public record Failure(int status, String message, Map<String, String> headers) {

    /** Of an answer that the service is busy: how long the client should wait, in seconds. */
    public static final String RETRY_AFTER_SECONDS = "2";

    /** Of a recursion without end: how much of it is logged. */
    private static final int MAX_FRAMES = 32;

    private static final Logger LOG = System.getLogger(Failure.class.getName());
    /** Of each kind, because strangers can cause some of them at will, and must not hide the others. */
    private static final Map<Class<?>, BusyLog> BUSY = Stream.of(HashingBusy.class, DatabaseUnavailable.class,
            NoKeyToSign.class).collect(Collectors.toUnmodifiableMap(kind -> kind,
                    kind -> new BusyLog(System::nanoTime)));

    public static Failure of(Throwable thrown) {
        if (thrown instanceof WebApplicationException e) {
            return of(e);
        }
        if (thrown instanceof InvalidValue e) {
            return new Failure(400, e.field() + " " + e.getMessage(), Map.of());
        }
        BusyLog log = BUSY.get(thrown.getClass());
        if (log != null) {
            log.tell(causes(thrown));
            return busy();
        }
        if (thrown instanceof KeysUnavailable) {
            // Whoever failed to fetch them has logged it, once a second at most; that it is too soon is no fault.
            LOG.log(Level.DEBUG, "A request was answered 503: {0}", causes(thrown));
            return busy();
        }
        LOG.log(Level.ERROR, "A request was answered 500", shortened(thrown));
        return new Failure(500, "Something went wrong.", Map.of());
    }

    private static Failure busy() {
        return new Failure(503, "The service is busy. Try again later.",
                Map.of(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS));
    }

    /**
     * The value of the header Retry-After (RFC 9110 §10.2.3), in seconds: rounded up, so that nobody comes back too
     * early.
     */
    public static String retryAfter(Duration wait) {
        return Long.toString(wait.plusMillis(999).toSeconds());
    }

    /** A response with this status and these headers, without a body. */
    public ResponseBuilder response() {
        ResponseBuilder response = Response.status(status);
        headers.forEach(response::header);
        return response;
    }

    private static Map<String, String> kept(MultivaluedMap<String, Object> headers) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : List.of(HttpHeaders.WWW_AUTHENTICATE, HttpHeaders.RETRY_AFTER)) {
            if (headers.containsKey(name)) {
                kept.put(name, headers.getFirst(name).toString());
            }
        }
        if (headers.containsKey(HttpHeaders.ALLOW)) {
            kept.put(HttpHeaders.ALLOW, allowed(headers.get(HttpHeaders.ALLOW)));
        }
        return kept;
    }

    /** In one order and spelling on all containers, with HEAD wherever GET is (RFC 9110 §9.3.2). */
    static String allowed(List<Object> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.toString().split("[, ]+")))
                .flatMap(method -> method.equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(method))
                .sorted().distinct().collect(Collectors.joining(", "));
    }

    /**
     * The reason phrase of a status (RFC 9110 §15, RFC 6585), for problem details of type about:blank (RFC 9457
     * §4.2.1).
     */
    public static String phrase(int status) {
        if (status == 413) {
            return "Content Too Large";
        }
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }

    private static Failure of(WebApplicationException e) {
        Response response = e.getResponse();
        int status = response.getStatus();
        if (status >= 500) {
            LOG.log(Level.ERROR, "A request was answered " + status, shortened(e));
        }
        return new Failure(status, e instanceof RequestRefused ? e.getMessage() : sentence(status),
                kept(response.getHeaders()));
    }

    /** The default sentence for a status. */
    static String sentence(int status) {
        return switch (status) {
            case 400 -> "The body is not a JSON object.";
            case 413 -> "A body has at most 64 KiB.";
            case 415 -> "A body must be application/json in UTF-8.";
            case 401 -> "A valid access token is needed.";
            case 403 -> "This is not allowed.";
            case 404 -> "There is nothing here.";
            case 405 -> "This method is not allowed here.";
            case 406 -> "Only JSON is available here.";
            default -> status >= 500 ? "Something went wrong." : "The request was refused.";
        };
    }

    /** The trace of a recursion without end has a thousand lines, which are the same few again and again. */
    private static Throwable shortened(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            StackTraceElement[] trace = each.getStackTrace();
            if (each instanceof StackOverflowError && trace.length > MAX_FRAMES) {
                each.setStackTrace(Arrays.copyOf(trace, MAX_FRAMES));
            }
        }
        return thrown;
    }

    private static String causes(Throwable thrown) {
        StringBuilder text = new StringBuilder(String.valueOf(thrown.getMessage()));
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            text.append(" <- ").append(cause);
        }
        return text.toString().replaceAll("\\s+", " ");
    }
}
