package dev.warden.oidc;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.warden.audit.AuditEvent;
import dev.warden.platform.Startup;
import dev.warden.security.ClientConnection;
import dev.warden.security.ErrorPages;
import dev.warden.security.Failure;
import dev.warden.security.FormPostPages;
import dev.warden.security.Problem;
import dev.warden.security.RequestRefused;
import dev.warden.security.SecurityHeaders;
import dev.warden.session.Device;
import dev.warden.token.Claims;

/**
 * Handles what all endpoints have in common: methods, parsing, rendering of answers and errors, CORS. It is a servlet
 * and not a JAX-RS application because this makes redirects, headers and errors the same on every server.
 */
@WebServlet({"/oauth2/*", "/.well-known/*"})
public class ProviderServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String HTML = "text/html;charset=UTF-8";

    private final transient Map<String, Endpoint> endpoints = new HashMap<>();
    private final transient ErrorPages pages;
    private final transient FormPostPages forms;
    private final transient RefusalLog refusals;
    private final transient Startup startup;

    @Inject
    public ProviderServlet(@Any Instance<Endpoint> endpoints, ErrorPages pages, FormPostPages forms,
            RefusalLog refusals, Startup startup) {
        endpoints.stream().filter(Endpoint::isThere)
                .forEach(endpoint -> endpoint.paths().forEach(path -> this.endpoints.put(path, endpoint)));
        this.pages = pages;
        this.forms = forms;
        this.refusals = refusals;
        this.startup = startup;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request);
        Endpoint endpoint = endpoints.get(path);
        if (endpoint == null) {
            Problem.send(response, HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        if (endpoint.isForScripts()) {
            response.setHeader("Access-Control-Allow-Origin", "*");
            // What scripts do not see otherwise (Fetch §3.2.4), and need to tell one error from another.
            response.setHeader("Access-Control-Expose-Headers", "WWW-Authenticate, Retry-After");
        } else if (endpoint.isForPeople()) {
            SecurityHeaders.keepOpener(response);
        }
        // A GET may issue a code, so a HEAD must not be treated as one.
        String method = request.getMethod().equals("HEAD") && !endpoint.isForPeople() ? "GET" : request.getMethod();
        if (endpoint.methods().contains(method)) {
            send(answer(endpoint, request), request, response);
        } else {
            refuse(endpoint, request, response);
        }
    }

    private static String path(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private Reply answer(Endpoint endpoint, HttpServletRequest request) throws IOException {
        try {
            startup.requireDone();
            return endpoint.answer(endpoint.takesForms() ? Call.of(request) : Call.ofQuery(request));
        } catch (UntrustedRequest e) {
            Device device = ClientConnection.of(request).device();
            e.detail().ifPresent(detail ->
                    refusals.tell(new AuditEvent.RedirectRefused(device.address(), detail), device));
            return e.reply();
        } catch (ProtocolError e) {
            return e.reply();
        } catch (RequestRefused e) {
            int status = e.getResponse().getStatus();
            return endpoint.isForPeople() ? new Reply.Page(status, ErrorPages.Reason.INVALID_REQUEST)
                    : Reply.json(status, new Claims().set("error", "invalid_request")
                            .set("error_description", e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
            return failed(endpoint, Failure.of(e));
        }
    }

    /** RFC 6749 §4.1.2.1 has error codes for our own failures. */
    private static Reply failed(Endpoint endpoint, Failure failure) {
        if (endpoint.isForPeople()) {
            return new Reply.Page(failure.status(), failure.status() == 503 ? ErrorPages.Reason.UNAVAILABLE
                    : ErrorPages.Reason.INTERNAL_ERROR);
        }
        Reply.Document document = Reply.json(failure.status(), new Claims().set("error",
                failure.status() == 503 ? "temporarily_unavailable" : "server_error")
                .set("error_description", failure.message()));
        String retryAfter = failure.headers().get("Retry-After");
        return retryAfter == null ? document : document.with("Retry-After", retryAfter);
    }

    private static void refuse(Endpoint endpoint, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String allowed = allowed(endpoint);
        response.setHeader("Allow", allowed);
        if (!request.getMethod().equals("OPTIONS")) {
            Problem.send(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        if (endpoint.isForScripts()) {
            response.setHeader("Access-Control-Allow-Methods", allowed);
            // Applications add headers to whatever they send. Fetch §3.2.4: the * is for all but Authorization. Older
            // browsers do not know it.
            response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, *");
            response.setHeader("Access-Control-Max-Age", "86400");
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private static String allowed(Endpoint endpoint) {
        return Stream.concat(endpoint.methods().stream(), endpoint.methods().contains("GET") && !endpoint.isForPeople()
                ? Stream.of("HEAD", "OPTIONS") : Stream.of("OPTIONS")).sorted().collect(Collectors.joining(", "));
    }

    private void send(Reply reply, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (reply instanceof Reply.SeeOther other) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            if (other.cookie() != null) {
                response.addHeader("Set-Cookie", other.cookie());
            }
            String location = other.location();
            response.setHeader("Location", location.startsWith("/") ? request.getContextPath() + location : location);
        } else if (reply instanceof Reply.Page page) {
            if (page.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
                response.setHeader("Retry-After", Failure.RETRY_AFTER_SECONDS);
            }
            send(Reply.text(page.status(), HTML, pages.page(page.reason(), request, response)), response);
        } else if (reply instanceof Reply.Form form) {
            send(Reply.text(HttpServletResponse.SC_OK, HTML, forms.page(form.form(), request, response)), response);
        } else {
            send((Reply.Document) reply, response);
        }
    }

    private static void send(Reply.Document document, HttpServletResponse response) throws IOException {
        response.setStatus(document.status());
        if (!document.headers().containsKey("Cache-Control")) {
            // RFC 6749 §5.1 requires it in addition to Cache-Control: no-store, which every answer has by default.
            response.setHeader("Pragma", "no-cache");
        }
        document.headers().forEach(response::setHeader);
        if (document.type() != null) {
            response.setContentType(document.type());
        }
        response.setContentLength(document.body().length);
        response.getOutputStream().write(document.body());
    }
}
