package dev.warden.web;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.warden.consent.PendingPaths;
import dev.warden.platform.Startup;
import dev.warden.security.BrowserCookie;
import dev.warden.security.ErrorPages.Reason;
import dev.warden.security.Failure;
import dev.warden.security.Form;
import dev.warden.security.SameOrigin;
import dev.warden.security.SecurityHeaders;

/**
 * Handles what all pages have in common, so that no page can forget it. A form is only accepted if a browser sent it
 * from one of our own pages, with the token that this browser was given. It is a servlet and not a JAX-RS application
 * because this makes headers and redirects the same on every server.
 */
@WebServlet(WebPaths.INNER + "/*")
public class PageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final String SEALED = PendingPaths.class.getName();

    private final transient Map<String, Page> pages = new HashMap<>();
    private final transient Renderer renderer;
    private final transient BrowserCookie cookies;
    private final transient FormTokens tokens;
    private final transient SameOrigin sameOrigin;
    private final transient PendingRequests pendingRequests;
    private final transient Startup startup;

    @Inject
    public PageServlet(@Any Instance<Page> pages, Renderer renderer, BrowserCookie cookies, FormTokens tokens,
            SameOrigin sameOrigin, PendingRequests pendingRequests, Startup startup) {
        pages.forEach(page -> this.pages.put(page.path(), page));
        this.renderer = renderer;
        this.cookies = cookies;
        this.tokens = tokens;
        this.sameOrigin = sameOrigin;
        this.pendingRequests = pendingRequests;
        this.startup = startup;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo().replaceFirst("(?<=.)/$", "");
        try {
            if (path.startsWith(WebPaths.THEME)) {
                renderer.sendFile(path, request, response);
            } else {
                renderer.send(answer(path, request, response), request, response);
            }
        } catch (PendingRequests.Refused e) {
            renderer.send(new Answer.Error(HttpServletResponse.SC_BAD_REQUEST, e.reason()), request, response);
        } catch (RuntimeException | StackOverflowError e) {
            Failure failure = Failure.of(e);
            failure.headers().forEach(response::setHeader);
            renderer.send(new Answer.Error(failure.status(), reason(failure.status()),
                    failure.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE ? again(path, request) : ""),
                    request, response);
        }
    }

    private Answer answer(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Page page = pages.get(path);
        if (page == null) {
            return new Answer.Error(HttpServletResponse.SC_NOT_FOUND, Reason.NOT_FOUND);
        }
        return switch (request.getMethod()) {
            case "GET", "HEAD" -> page.show(visit(page, request, read(Form.ofQuery(request), request, response)));
            case "POST" -> page instanceof FormPage formPage ? submitted(formPage, request, response)
                    : Answer.NotAllowed.READ_ONLY;
            default -> page instanceof FormPage ? Answer.NotAllowed.WITH_FORM : Answer.NotAllowed.READ_ONLY;
        };
    }

    /** A page with a request of an application may be in a window that the application opened. */
    private static Form read(Form input, HttpServletRequest request, HttpServletResponse response) {
        input.value(PendingPaths.PARAMETER).ifPresent(sealed -> {
            SecurityHeaders.keepOpener(response);
            request.setAttribute(SEALED, sealed);
        });
        return input;
    }

    /** The page once more, so that a person who has to wait does not lose the application. */
    private static String again(String path, HttpServletRequest request) {
        return request.getAttribute(SEALED) instanceof String sealed ? PendingPaths.at(path, sealed) : path;
    }

    private Answer submitted(FormPage page, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Form form = read(Form.ofBody(request), request, response);
        return sameOrigin.sent(request) && tokens.isGood(request, form) ? page.submit(visit(page, request, form))
                : new Answer.Error(HttpServletResponse.SC_FORBIDDEN, Reason.FORGED_FORM, again(page, request, form));
    }

    /** The page of the form, so that a person whose browser had no cookie does not lose the application. */
    private String again(FormPage page, HttpServletRequest request, Form form) {
        try {
            return visit(page, request, form).pendingRequest().map(it -> it.at(page.path()))
                    .orElseGet(() -> again(page.path(), request));
        } catch (PendingRequests.Refused e) {
            return "";
        }
    }

    private Visit visit(Page page, HttpServletRequest request, Form input) {
        startup.requireDone();
        Optional<PendingRequest> pendingRequest = page.goesOn() ? pendingRequests.read(input) : Optional.empty();
        Language language = renderer.shownTo(request, pendingRequest, page.uiLocales(input, pendingRequest));
        return new Visit(request, language, input, pendingRequest, cookies);
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 404 -> Reason.NOT_FOUND;
            case 503 -> Reason.UNAVAILABLE;
            default -> status < 500 ? Reason.INVALID_REQUEST : Reason.INTERNAL_ERROR;
        };
    }
}
