package dev.warden.launcher;

import java.io.IOException;
import java.util.Iterator;
import java.util.regex.Pattern;

import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;

/**
 * Answers 400 to requests with an invalid Host, or with several (RFC 9112 §3.2). The server uses Host to select the
 * application before any code of an application runs, and would answer 500 with a page of its own.
 */
final class HostCheck extends BaseFilter {

    /** RFC 3986 §3.2.2, §3.2.3; a web server has a name, so it must not be empty. */
    private static final Pattern HOST = Pattern.compile(
            "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(:[0-9]{0,5})?");

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        HttpContent content = context.getMessage();
        HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
        if (request.getProtocol() == Protocol.HTTP_2_0 || isGood(request.getHeaders().values(Header.Host).iterator())) {
            return context.getInvokeAction();
        }
        HttpResponsePacket response = request.getResponse();
        response.setStatus(HttpStatus.BAD_REQUEST_400);
        response.setContentLength(0);
        response.setHeader(Header.Connection, "close");
        context.write(HttpContent.builder(response).last(true).build(), closing(context));
        return context.getStopAction();
    }

    /** The rest of the request must not be processed. */
    @SuppressWarnings("rawtypes")
    static CompletionHandler<WriteResult> closing(FilterChainContext context) {
        return new EmptyCompletionHandler<>() {
            @Override
            public void completed(WriteResult written) {
                context.getConnection().closeSilently();
            }
        };
    }

    /** The server itself checks that HTTP/1.1 requests have a Host. */
    private static boolean isGood(Iterator<String> hosts) {
        return !hosts.hasNext() || HOST.matcher(hosts.next()).matches() && !hosts.hasNext();
    }
}
