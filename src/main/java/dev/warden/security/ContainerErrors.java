package dev.warden.security;

import java.io.IOException;
import java.time.Clock;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The error page for every status that the container itself sends, so that clients never see a page of the container.
 */
@WebServlet(ContainerErrors.PATH)
public class ContainerErrors extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Repeated in web.xml. */
    static final String PATH = "/_in/error";

    private final transient Clock clock;

    @Inject
    public ContainerErrors(Clock clock) {
        this.clock = clock;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ClientConnection connection = ClientConnection.of(request);
        SecurityHeaders.set(response, connection == null ? request.isSecure() : connection.isSecure(), clock);
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        boolean isKnown = status instanceof Integer && !isRefusedByTheGuard(request);
        Problem.send(response, isKnown ? (Integer) status : HttpServletResponse.SC_NOT_FOUND);
    }

    /** Payara Server 7 itself refuses a path with a colon, with 503. */
    private static boolean isRefusedByTheGuard(HttpServletRequest request) {
        return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
                && uri.startsWith(request.getContextPath())
                && !RequestGuard.isUnambiguous(uri.substring(request.getContextPath().length()));
    }
}
