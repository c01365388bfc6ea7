package dev.warden.launcher;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpServerProbe;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;

/**
 * Ends a server without cutting a request. The server itself closes its connections whatever is on them.
 *
 * <p>First, {@code /health/ready} answers 503, so that load balancers send no more, and everything else is served as
 * ever, but on connections that close after it (RFC 9112 §9.6). Then what still arrives is answered 503, and answers
 * that are being prepared are waited for.
 */
final class Drain extends BaseFilter {

    /** Long enough for clients that are in the middle of something, short enough for someone who pressed Ctrl-C. */
    private static final Duration LAST_CALL = Duration.ofSeconds(1);
    /** For whoever sent a request just now to be told, before the connections are gone. */
    private static final Duration TO_NOTICE = Duration.ofMillis(200);
    /** More than any request may take. */
    private static final Duration LAST_ANSWER = Duration.ofSeconds(12);
    private static final int PAUSE_MILLIS = 20;
    private static final String READY = "/health/ready";
    /** Of a request that is served. Its body arrives in pieces, each of which comes by here. */
    private static final Attribute<Boolean> SERVED =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(Drain.class.getName());

    /** What a request that arrives is told. */
    private enum Phase { SERVING, LAST_CALL, CLOSED }

    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile Phase phase = Phase.SERVING;
    private volatile long arrivedAtNanos = System.nanoTime() - LAST_CALL.toNanos();

    /** To be told which requests are being served. */
    void watch(HttpServerFilter server) {
        server.getMonitoringConfig().addProbes(new HttpServerProbe.Adapter() {
            @Override
            @SuppressWarnings("rawtypes")
            public void onRequestReceiveEvent(HttpServerFilter filter, Connection connection, Request request) {
                unanswered.incrementAndGet();
            }

            @Override
            @SuppressWarnings("rawtypes")
            public void onRequestCompleteEvent(HttpServerFilter filter, Connection connection, Response response) {
                unanswered.decrementAndGet();
            }
        });
    }

    /** Returns when nothing is left to be answered: at once if nobody uses the server, after 14 seconds at most. */
    void await() throws InterruptedException {
        if (isInUse()) {
            phase = Phase.LAST_CALL;
            TimeUnit.NANOSECONDS.sleep(LAST_CALL.toNanos());
            phase = Phase.CLOSED;
            TimeUnit.NANOSECONDS.sleep(TO_NOTICE.toNanos());
        }
        phase = Phase.CLOSED;
        long end = System.nanoTime() + LAST_ANSWER.toNanos();
        while (unanswered.get() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private boolean isInUse() {
        return unanswered.get() > 0 || System.nanoTime() - arrivedAtNanos < LAST_CALL.toNanos();
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        HttpContent content = context.getMessage();
        HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
        if (SERVED.get(request) != null) {
            return context.getInvokeAction();
        }
        arrivedAtNanos = System.nanoTime();
        if (phase != Phase.SERVING) {
            request.getProcessingState().setKeepAlive(false);
            if (phase == Phase.CLOSED || READY.equals(request.getRequestURI())) {
                request.getResponse().setHeader(Header.RetryAfter, "1");
                return RequestCheck.refuse(context, request, HttpStatus.SERVICE_UNAVAILABLE_503);
            }
        }
        SERVED.set(request, Boolean.TRUE);
        return context.getInvokeAction();
    }
}
