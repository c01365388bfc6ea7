package dev.warden.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.http.HttpContent;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.HttpResponsePacket;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.Protocol;
import org.glassfish.grizzly.http.util.Header;
import org.glassfish.grizzly.http.util.HttpStatus;

/**
 * Answers 400 to requests that the server would fail at before any code of an application runs, with a page of its own
 * or with an empty 200: an invalid Host or several (RFC 9112 §3.2), and a path that is none (RFC 3986 §3.3) or that
 * leads elsewhere once it is decoded. Also to CONNECT, whose target is no path (RFC 9112 §3.2.3): the server would
 * answer without a length and leave the connection open. Answers 505 to HTTP/2, which the server would read as
 * HTTP/1.1.
 */
final class RequestCheck extends BaseFilter {

    /** RFC 3986 §3.2.2, §3.2.3; a web server has a name, so it must not be empty. */
    private static final Pattern HOST = Pattern.compile(
            "(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(:[0-9]{0,5})?");
    private static final String OTHER_PATH_CHARACTERS = "/._~!$&'()*+,;=:@-";
    private static final int HEXADECIMAL = 16;

    @Override
    public NextAction handleRead(FilterChainContext context) throws IOException {
        HttpContent content = context.getMessage();
        HttpRequestPacket request = (HttpRequestPacket) content.getHttpHeader();
        if (request.getProtocol() == Protocol.HTTP_2_0) {
            return refuse(context, request, HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505);
        }
        if (request.getMethod() != Method.CONNECT && isHost(request.getHeaders().values(Header.Host).iterator())
                && isPath(request.getRequestURI())) {
            return context.getInvokeAction();
        }
        return refuse(context, request, HttpStatus.BAD_REQUEST_400);
    }

    /** Answers without a body. The rest of the request is not processed. */
    static NextAction refuse(FilterChainContext context, HttpRequestPacket request, HttpStatus status) {
        context.write(emptyAnswer(request, status), closing(context.getConnection()));
        return context.getStopAction();
    }

    static HttpContent emptyAnswer(HttpRequestPacket request, HttpStatus status) {
        HttpResponsePacket response = request.getResponse();
        response.setStatus(status);
        response.setContentLength(0);
        HttpContent answer = HttpContent.builder(response).last(true).build();
        response.setHeader(Header.Connection, "close");
        return answer;
    }

    @SuppressWarnings("rawtypes")
    static CompletionHandler<WriteResult> closing(Connection<?> connection) {
        return new EmptyCompletionHandler<>() {
            @Override
            public void completed(WriteResult written) {
                connection.closeSilently();
            }
        };
    }

    /** The server itself checks that HTTP/1.1 requests have a Host. */
    private static boolean isHost(Iterator<String> hosts) {
        return !hosts.hasNext() || HOST.matcher(hosts.next()).matches() && !hosts.hasNext();
    }

    /** @param path as it was sent, without the query */
    static boolean isPath(String path) {
        if (path.equals("*")) {
            return true;
        }
        ByteBuffer bytes = ByteBuffer.allocate(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int octet = octet(path, i + 1);
                if (octet <= 0) {
                    return false;
                }
                bytes.put((byte) octet);
                i += 2;
            } else if (isLetterOrDigit(c) || OTHER_PATH_CHARACTERS.indexOf(c) >= 0) {
                bytes.put((byte) c);
            } else {
                return false;
            }
        }
        return path.startsWith("/") && leadsNowhereElse(bytes.flip());
    }

    /** Path parameters do not count: the server drops them before it resolves dots. */
    private static boolean leadsNowhereElse(ByteBuffer decoded) {
        try {
            String path = StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
            return path.indexOf('\\') < 0 && Stream.of(path.split("/")).map(segment -> segment.split(";", 2)[0])
                    .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    /** @return -1 if there is none */
    private static int octet(String text, int start) {
        if (start + 2 > text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(start), HEXADECIMAL);
        int low = Character.digit(text.charAt(start + 1), HEXADECIMAL);
        return high < 0 || low < 0 ? -1 : high * HEXADECIMAL + low;
    }
}
