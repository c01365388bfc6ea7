package dev.warden.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.warden.security.Problem;

/**
 * Serves the start page for people and the OpenAPI description for programs. It is a servlet and not a resource because
 * this lets it replace headers that the guard has set in the same way on every server.
 */
@WebServlet(PagePaths.INNER + "/*")
public class ServicePage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String TEMPLATE = "/WEB-INF/pages/index.html";
    /** Or a weight that is not 0 (RFC 9110 §12.4.2). */
    private static final Pattern GZIP = Pattern.compile("(?:x-)?gzip(?:;q=(?:1|0\\.0*[1-9]).*)?");
    private static final String ALLOWED = "GET, HEAD, OPTIONS";

    /**
     * The page and its scripts come from here, and call nobody else. The styles of the API viewer contain images as
     * data URIs.
     */
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private transient Assets assets;
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
                .replace("${assets}", assets.folder()));
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
        boolean isCompressed = takesGzip(request);
        response.setHeader("ETag", '"' + (isCompressed ? content.tagOfGzip() : content.tag()) + '"');
        response.setHeader("Vary", "Accept-Encoding");
        response.setHeader("Cache-Control", assets.isLasting(request.getPathInfo())
                ? "public, max-age=31536000, immutable" : "no-cache");
        if (content == page) {
            response.setHeader("Content-Security-Policy", PAGE_POLICY);
        }
        if (isThere(content, request)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(content.type());
        if (isCompressed) {
            response.setHeader("Content-Encoding", "gzip");
        }
        byte[] octets = isCompressed ? content.gzip() : content.octets();
        response.setContentLength(octets.length);
        if (request.getMethod().equals("GET")) {
            response.getOutputStream().write(octets);
        }
    }

    /**
     * RFC 9110 §13.1.2: "A recipient MUST use the weak comparison function when comparing entity tags for
     * If-None-Match". Either coding will do: what the client has was said to be the same.
     */
    private static boolean isThere(StaticContent content, HttpServletRequest request) {
        Set<String> tags = Set.of("*", '"' + content.tag() + '"', '"' + content.tagOfGzip() + '"');
        return elements(request, "If-None-Match").map(tag -> tag.replaceFirst("^W/", "")).anyMatch(tags::contains);
    }

    /** RFC 9110 §12.5.3. Whoever refuses it by the weight of 0 gets the octets as they are. */
    private static boolean takesGzip(HttpServletRequest request) {
        return elements(request, "Accept-Encoding").map(coding -> coding.toLowerCase(Locale.ROOT).replace(" ", ""))
                .anyMatch(coding -> GZIP.matcher(coding).matches());
    }

    /** The elements of a list (RFC 9110 §5.6.1). No entity tag of ours contains a comma. */
    private static Stream<String> elements(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header)).stream().flatMap(line -> Stream.of(line.split(",")))
                .map(String::strip);
    }

    private static String template(ServletContext context) {
        try (InputStream in = context.getResourceAsStream(TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
