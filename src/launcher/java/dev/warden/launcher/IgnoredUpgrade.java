package dev.warden.launcher;

import java.io.IOException;

import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.FilterChainEvent;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpEvents;
import org.glassfish.grizzly.http.HttpHeader;

/**
 * Answers requests that offer another protocol as if they did not, which RFC 9110 §7.8 allows. The server otherwise
 * takes the body for the beginning of that protocol and never delivers it. Clients in Java offer HTTP/2 with their
 * first request.
 */
final class IgnoredUpgrade extends BaseFilter {

    /** Before the server decides how long the body is. */
    @Override
    public NextAction handleEvent(FilterChainContext context, FilterChainEvent event) throws IOException {
        if (event.type() == HttpEvents.IncomingHttpUpgradeEvent.TYPE) {
            HttpHeader header = ((HttpEvents.IncomingHttpUpgradeEvent) event).getHttpHeader();
            header.setIgnoreContentModifiers(false);
            header.getUpgradeDC().recycle();
        }
        return context.getInvokeAction();
    }
}
