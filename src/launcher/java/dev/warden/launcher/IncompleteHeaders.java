package dev.warden.launcher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpCodecFilter;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpProbe;

/**
 * Limits the memory that headers of incomplete requests take. Otherwise whoever opens some thousand connections and
 * sends the beginning of a request on each fills the heap. Beyond the limit, connections that wait longest are closed:
 * those of clients that mean it wait for milliseconds.
 *
 * <p>It counts what the heap has to hold, as measured, which is far more than the octets that were sent: a field of
 * five octets takes four hundred.
 */
final class IncompleteHeaders extends BaseFilter {

    private static final int A_REQUEST = 8 * 1024;
    private static final int A_FIELD = 400;
    /** Of a header that may arrive in pieces of one octet. */
    private static final int A_PIECE = 256;
    /** The server takes a hundred fields, and the octets that {@code server.xml} says. */
    private static final int LARGEST_HEADER = A_REQUEST + 100 * A_FIELD + 32 * 1024;
    private static final long MOST_KEPT = 16L * 1024 * 1024;

    /** In order of arrival, with what is kept of each. */
    private final Map<Connection<?>, Integer> waiting = new LinkedHashMap<>();
    private long total;

    /** To be told what arrives, also behind a request in one piece with it, which no filter reads. */
    @SuppressWarnings("rawtypes")
    void watch(HttpCodecFilter codec) {
        codec.getMonitoringConfig().addProbes(new HttpProbe.Adapter() {
            @Override
            public void onDataReceivedEvent(Connection connection, Buffer octets) {
                keep(connection);
            }

            @Override
            public void onHeaderParseEvent(Connection connection, HttpHeader header, int size) {
                keep(connection, A_REQUEST + header.getHeaders().size() * A_FIELD + size - LARGEST_HEADER);
            }
        });
    }

    /** After everything that may keep a request from being served. */
    @Override
    public NextAction handleRead(FilterChainContext context) {
        forget(context.getConnection());
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
        forget(context.getConnection());
        return context.getInvokeAction();
    }

    /** Closes connections without a lock, because every filter is told of it. */
    private void keep(Connection<?> connection) {
        makeRoomFor(connection).forEach(Connection::terminateSilently);
        if (!connection.isOpen()) {
            forget(connection);
        }
    }

    /** @return the connections that have to make room */
    private synchronized List<Connection<?>> makeRoomFor(Connection<?> connection) {
        if (waiting.putIfAbsent(connection, 0) == null) {
            keep(connection, LARGEST_HEADER);
        }
        keep(connection, A_PIECE);
        List<Connection<?>> closed = new ArrayList<>();
        while (total > MOST_KEPT) {
            Connection<?> longest = waiting.keySet().iterator().next();
            forget(longest);
            closed.add(longest);
        }
        return closed;
    }

    /** Nothing if it was closed meanwhile. */
    private synchronized void keep(Connection<?> connection, int more) {
        if (waiting.computeIfPresent(connection, (it, kept) -> kept + more) != null) {
            total += more;
        }
    }

    private synchronized void forget(Connection<?> connection) {
        Integer kept = waiting.remove(connection);
        total -= kept == null ? 0 : kept;
    }
}
