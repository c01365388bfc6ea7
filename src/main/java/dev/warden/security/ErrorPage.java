package dev.warden.security;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers in the container's place when it refuses a request before {@link RequestGuard} or a contract sees it (anything
 * below WEB-INF, a Host header that is none): its own page would name it. {@code web.xml} leads here; no client can.
 */
@WebServlet("/_in/error")
public class ErrorPage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient ClientConnection.Reader connections;

    @Inject
    public ErrorPage(ProxySettings proxies) {
        this.connections = new ClientConnection.Reader(proxies);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        SecurityHeaders.set(response, connections.read(request).isSecure());
        int status = (int) request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        BareProblem.send(response, status, status == HttpServletResponse.SC_NOT_FOUND ? "There is nothing here."
                : status < HttpServletResponse.SC_INTERNAL_SERVER_ERROR ? "The request was refused."
                : "Something went wrong.");
    }
}
