package dev.warden.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.warden.platform.Database;

/**
 * Handles every request first: refuses ambiguous framing and paths, sets the headers of every answer, and forwards a
 * request to the one application that serves its path. Paths that nobody serves are answered 404 here, so that the
 * container does not answer with a page of its own. From here on, the time that a request may wait for the database is
 * limited.
 */
@WebFilter(urlPatterns = "/*", dispatcherTypes = DispatcherType.REQUEST)
public class RequestGuard extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient List<RootPaths> applications = new ArrayList<>();
    private final transient ClientConnection.Reader connections;
    private final transient ErrorPages errorPages;
    private final transient Database database;
    private final transient RequestsInProgress inProgress;
    private final transient PublicAddress publicAddress;
    private final transient Clock clock;

    @Inject
    public RequestGuard(@Any Instance<RootPaths> applications, ProxySettings proxies, ErrorPages errorPages,
            Database database, RequestsInProgress inProgress, PublicAddress publicAddress, Clock clock) {
        applications.forEach(this.applications::add);
        this.errorPages = errorPages;
        this.database = database;
        this.inProgress = inProgress;
        this.publicAddress = publicAddress;
        this.clock = clock;
        this.connections = new ClientConnection.Reader(proxies);
    }

    @Override
    public void init() {
        publicAddress.compareWith(getServletContext().getContextPath());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        inProgress.begin();
        database.beginRequest();
        try {
            guard(request, response, chain);
        } finally {
            database.endRequest();
            inProgress.end();
        }
    }

    private void guard(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ClientConnection connection = connections.read(request);
        connection.attachTo(request);
        SecurityHeaders.set(response, connection.isSecure(), clock);
        if (MessageFraming.isAmbiguous(request)) {
            response.setHeader("Connection", "close");
            Problem.send(response, HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        String path = request.getRequestURI().substring(request.getContextPath().length());
        // The server may already have removed ;jsessionid=… from the path.
        if (!isUnambiguous(path) || request.isRequestedSessionIdFromURL()) {
            sendNotFound(request, response);
            return;
        }
        String name = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Optional<String> instead = isForAPerson(request) ? insteadOf(name) : Optional.empty();
        if (instead.isPresent()) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", request.getContextPath() + instead.get());
            return;
        }
        for (RootPaths application : applications) {
            if (application.serves(name)) {
                pass(ReadableRequest.of(request), response, chain, application.innerPath(), path);
                return;
            }
        }
        sendNotFound(request, response);
    }

    private void sendNotFound(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isForAPerson(request)) {
            byte[] page = errorPages.page(ErrorPages.Reason.NOT_FOUND, request, response)
                    .getBytes(StandardCharsets.UTF_8);
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            response.setContentType("text/html;charset=UTF-8");
            response.setContentLength(page.length);
            response.getOutputStream().write(page);
        } else {
            Problem.send(response, HttpServletResponse.SC_NOT_FOUND);
        }
    }

    /** Whether a browser requests a page: programs that use a contract do not accept HTML (RFC 9110 §12.5.1). */
    private static boolean isForAPerson(HttpServletRequest request) {
        if (request.getMethod().equals("GET")) {
            Enumeration<String> accepted = request.getHeaders("Accept");
            while (accepted.hasMoreElements()) {
                if (accepted.nextElement().contains("text/html")) {
                    return true;
                }
            }
        }
        return false;
    }

    private Optional<String> insteadOf(String path) {
        return applications.stream().flatMap(it -> it.insteadForBrowsers(path).stream()).findFirst();
    }

    private static void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain,
            String innerPath, String path) throws IOException, ServletException {
        if (innerPath.equals(RootPaths.AS_THEY_ARE)) {
            chain.doFilter(request, response);
        } else {
            request.getRequestDispatcher(innerPath + path).forward(request, response);
        }
    }

    /**
     * Whether a path has only one spelling: letters, digits and {@code . _ ~ / -}, no empty segment, none that begins
     * with a dot except {@code .well-known}, nothing encoded and no path parameter.
     */
    static boolean isUnambiguous(String path) {
        if (path.isEmpty() || path.charAt(0) != '/' || path.contains("//")) {
            return false;
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean known = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || c == '/' || c == '-' || c == '_' || c == '~' || c == '.';
            if (!known || c == '.' && path.charAt(i - 1) == '/' && !(i == 1 && path.startsWith("/.well-known/"))) {
                return false;
            }
        }
        return !path.startsWith("/_in");
    }
}
