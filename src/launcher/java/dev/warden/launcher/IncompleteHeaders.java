package dev.warden.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;

/**
 * Limits how much is kept of headers that are not complete. Otherwise whoever opens some thousand connections and sends
 * the beginning of a long header on each fills the heap. Beyond the limit, connections that wait longest are closed:
 * those of clients that mean it wait for milliseconds.
 */
final class IncompleteHeaders extends BaseFilter {

    private static final long MOST_OCTETS_KEPT = 16L * 1024 * 1024;

    /** In order of arrival, with what is kept of each. */
    private final Map<Connection<?>, Integer> waiting = new LinkedHashMap<>();
    private long octets;

    /** Before the server looks for the end of the header. */
    @Override
    public NextAction handleRead(FilterChainContext context) {
        keep(context.getConnection(), ((Buffer) context.getMessage()).remaining());
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
        forget(context.getConnection());
        return context.getInvokeAction();
    }

    /** A filter for what comes after that: there the header is complete. */
    Filter complete() {
        return new BaseFilter() {
            @Override
            public NextAction handleRead(FilterChainContext context) {
                forget(context.getConnection());
                return context.getInvokeAction();
            }
        };
    }

    private synchronized void keep(Connection<?> connection, int more) {
        waiting.merge(connection, more, Integer::sum);
        octets += more;
        while (octets > MOST_OCTETS_KEPT) {
            Connection<?> longest = waiting.keySet().iterator().next();
            forget(longest);
            longest.closeSilently();
        }
    }

    private synchronized void forget(Connection<?> connection) {
        Integer kept = waiting.remove(connection);
        octets -= kept == null ? 0 : kept;
    }
}
