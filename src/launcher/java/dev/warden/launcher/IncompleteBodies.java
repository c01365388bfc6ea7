package dev.warden.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

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
import org.glassfish.grizzly.memory.Buffers;

/**
 * Limits how many threads wait for the rest of a body, to half of those there are. Otherwise whoever sends the
 * beginnings of as many bodies as there are threads stops the service. Requests beyond the limit are kept here, without
 * a thread, until they are complete. If that takes longer than Warden itself waits for a body, they are answered 408,
 * and 503 if too much is kept already or they are larger than Warden takes. {@link IncompleteHeaders} limits how many
 * are kept.
 */
final class IncompleteBodies extends BaseFilter {

    /** Half of the threads in {@code server.xml}. */
    private static final int THREADS = 32;
    /** Of all that are kept; the heap has little room. A body that arrives in one piece after its header needs none. */
    private static final int MOST_OCTETS_KEPT = 8 * 1024 * 1024;
    /** Warden refuses what is larger without reading it, so it is not kept. The sample application waits for it. */
    private static final int LARGEST_BODY = 64 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Of the request, and of its connection while the request is not answered. */
    private static final Attribute<Arrival> ARRIVAL =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(IncompleteBodies.class.getName());

    private final Semaphore threads = new Semaphore(THREADS);
    private final Semaphore octets = new Semaphore(MOST_OCTETS_KEPT);
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "warden-incomplete-bodies");
        thread.setDaemon(true);
        return thread;
    });

    IncompleteBodies() {
        clock.setRemoveOnCancelPolicy(true);
    }

    private enum State { WAITING, SERVED, COMPLETE, REFUSED }

    /** What is to be done with a piece. */
    private enum Next { KEEP, PASS_ALL_ON, PASS_ON, REFUSE, DROP }

    /** A request whose body did not come with its header. */
    private final class Arrival {

        private final Connection<?> connection;
        private final HttpRequestPacket request;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private State state = State.WAITING;
        private int octetsTaken;
        private Future<?> end;

        private Arrival(Connection<?> connection, HttpRequestPacket request) {
            this.connection = connection;
            this.request = request;
        }

        private synchronized Next receive(HttpContent piece) {
            if (state == State.WAITING) {
                return receiveWaiting(piece);
            }
            if (state == State.SERVED && piece.isLast()) {
                become(State.COMPLETE);
            }
            return state == State.REFUSED ? Next.DROP : Next.PASS_ON;
        }

        private Next receiveWaiting(HttpContent piece) {
            byte[] content = new byte[piece.getContent().remaining()];
            piece.getContent().get(content);
            kept.writeBytes(content);
            if (piece.isLast()) {
                become(State.COMPLETE);
                return Next.PASS_ALL_ON;
            }
            if (threads.tryAcquire()) {
                become(State.SERVED);
                return Next.PASS_ALL_ON;
            }
            if (isTooLarge() || !mayBeKept(content.length)) {
                become(State.REFUSED);
                return Next.REFUSE;
            }
            return Next.KEEP;
        }

        private boolean isTooLarge() {
            return request.getContentLength() > LARGEST_BODY || kept.size() > LARGEST_BODY;
        }

        private boolean mayBeKept(int more) {
            if (!octets.tryAcquire(more)) {
                return false;
            }
            octetsTaken += more;
            if (end == null) {
                end = clock.schedule(this::giveUp, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            }
            return true;
        }

        @SuppressWarnings({"rawtypes", "unchecked"})
        private synchronized void giveUp() {
            if (state == State.WAITING) {
                become(State.REFUSED);
                if (connection.isOpen()) {
                    ((Connection) connection).write(RequestCheck.emptyAnswer(request, HttpStatus.REQUEST_TIMEOUT_408),
                            RequestCheck.closing(connection));
                }
            }
        }

        private synchronized void finish() {
            become(State.COMPLETE);
            ARRIVAL.remove(connection);
        }

        private void become(State next) {
            if (state == State.SERVED) {
                threads.release();
            }
            octets.release(octetsTaken);
            octetsTaken = 0;
            if (end != null) {
                end.cancel(false);
                end = null;
            }
            state = next;
        }

        private synchronized byte[] kept() {
            return kept.toByteArray();
        }
    }

    /** To be told which requests end before their bodies are complete. */
    void watch(HttpServerFilter server) {
        server.getMonitoringConfig().addProbes(new HttpServerProbe.Adapter() {
            @Override
            @SuppressWarnings("rawtypes")
            public void onRequestCompleteEvent(HttpServerFilter filter, Connection connection, Response response) {
                Arrival arrival = ARRIVAL.get(response.getRequest().getRequest());
                if (arrival != null) {
                    arrival.finish();
                }
            }
        });
    }

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        HttpContent content = context.getMessage();
        HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
        Arrival arrival = ARRIVAL.get(request);
        if (arrival == null) {
            if (content.isLast()) {
                return context.getInvokeAction();
            }
            arrival = new Arrival(context.getConnection(), request);
            ARRIVAL.set(request, arrival);
            ARRIVAL.set(context.getConnection(), arrival);
        }
        return next(arrival.receive(content), context, request, content);
    }

    /** Nobody waits for an answer any more, and what was kept has to go. */
    @Override
    public NextAction handleClose(FilterChainContext context) {
        Arrival arrival = ARRIVAL.get(context.getConnection());
        if (arrival != null) {
            arrival.giveUp();
        }
        return context.getInvokeAction();
    }

    private static NextAction next(Next next, FilterChainContext context, HttpRequestPacket request,
            HttpContent content) {
        switch (next) {
            case KEEP, DROP -> {
                return context.getStopAction();
            }
            case REFUSE -> {
                request.getResponse().setHeader(Header.RetryAfter, "1");
                return RequestCheck.refuse(context, request, HttpStatus.SERVICE_UNAVAILABLE_503);
            }
            case PASS_ALL_ON -> context.setMessage(HttpContent.builder(request).last(content.isLast())
                    .content(Buffers.wrap(context.getMemoryManager(), ARRIVAL.get(request).kept())).build());
            default -> {
                // As it is.
            }
        }
        return context.getInvokeAction();
    }
}
