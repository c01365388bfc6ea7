package dev.warden.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.warden.security.Problem;
import dev.warden.security.StaticContent;
import dev.warden.security.StaticFolder;

/**
 * Serves the start page for people and the OpenAPI description for programs. It is a servlet and not a resource because
 * this lets it replace headers that the guard has set in the same way on every server.
 */
@WebServlet(PagePaths.INNER + "/*")
public class ServicePage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String TEMPLATE = "/WEB-INF/pages/index.html";
    private static final String ALLOWED = "GET, HEAD, OPTIONS";

    /**
     * The page and its scripts come from here, and call nobody else. The styles of the API viewer contain images as
     * data URIs.
     */
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private transient StaticFolder assets;
    private transient StaticContent page;
    private transient StaticContent description;

    @Override
    public void init() {
        ServletContext context = getServletContext();
        Description described = Description.read();
        assets = Assets.of(context);
        description = StaticContent.of("application/json",
                described.servedAt(context.getContextPath()).json().toString());
        page = StaticContent.of("text/html;charset=UTF-8", template(context).replace("${version}", described.version())
                .replace("${assets}", assets.path().substring(1)));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<StaticContent> content = find(request.getPathInfo());
        if (content.isEmpty()) {
            Problem.send(response, HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> send(content.get(), request, response);
            case "OPTIONS" -> {
                response.setHeader("Allow", ALLOWED);
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            }
            default -> {
                response.setHeader("Allow", ALLOWED);
                Problem.send(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            }
        }
    }

    private Optional<StaticContent> find(String path) {
        if (PagePaths.isPage(path)) {
            return Optional.of(page);
        }
        return path.startsWith(PagePaths.ASSETS) ? assets.find(path)
                : Optional.of(description).filter(it -> path.equals(PagePaths.DESCRIPTION));
    }

    private void send(StaticContent content, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (content == page) {
            response.setHeader("Content-Security-Policy", PAGE_POLICY);
        }
        content.send(assets.cacheControl(request.getPathInfo()), request, response);
    }

    private static String template(ServletContext context) {
        try (InputStream in = context.getResourceAsStream(TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
