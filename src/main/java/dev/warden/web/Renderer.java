package dev.warden.web;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import dev.warden.client.ClientDescription;
import dev.warden.platform.WebOrigin;
import dev.warden.security.ClientConnection;
import dev.warden.security.ErrorPages;
import dev.warden.security.Failure;
import dev.warden.security.FormPost;
import dev.warden.security.FormPostPages;
import dev.warden.security.StaticContent;
import dev.warden.security.StaticFolder;

/** Writes answers as HTTP responses. */
@ApplicationScoped
public class Renderer implements ErrorPages, FormPostPages {

    private static final String HTML = "text/html;charset=UTF-8";
    private static final String LANGUAGE = Language.class.getName();
    private static final String PENDING_REQUEST = PendingRequest.class.getName();
    private static final String ERROR = "error";
    private static final String TO_OURSELVES = "'self'";

    private final Themes themes;
    private final FormTokens tokens;
    private final PageSettings settings;

    @Inject
    public Renderer(Themes themes, FormTokens tokens, PageSettings settings) {
        this.themes = themes;
        this.tokens = tokens;
        this.settings = settings;
    }

    protected Renderer() {
        this(null, null, null);
    }

    /**
     * Records which application's request a page continues with, for everything that is rendered later.
     *
     * @param uiLocales as {@link Page#uiLocales}
     * @return the best language for the sender, as far as the application or the browser says
     */
    Language shownTo(HttpServletRequest request, Optional<PendingRequest> pending, List<String> uiLocales) {
        Language language = themes.current().languages().choose(uiLocales, request.getHeader("Accept-Language"));
        request.setAttribute(LANGUAGE, language);
        pending.ifPresent(it -> request.setAttribute(PENDING_REQUEST, it));
        return language;
    }

    private Language language(HttpServletRequest request) {
        return request.getAttribute(LANGUAGE) instanceof Language noted ? noted
                : shownTo(request, Optional.empty(), List.of());
    }

    void send(Answer answer, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (answer instanceof Answer.Document document) {
            send(document, request, response);
        } else if (answer instanceof Answer.SeeOther seeOther) {
            seeOther.cookies().forEach(cookie -> response.addHeader("Set-Cookie", cookie));
            response.setHeader("Location", request.getContextPath() + seeOther.path());
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        } else if (answer instanceof Answer.Error error) {
            response.setStatus(error.status());
            write(page(error.reason(), error.again(), request, response), request, response);
        } else if (answer instanceof Answer.NotAllowed refused) {
            response.setHeader("Allow", refused.allowed());
            boolean isQuestion = request.getMethod().equals("OPTIONS");
            response.setStatus(isQuestion ? HttpServletResponse.SC_NO_CONTENT
                    : HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            if (!isQuestion) {
                write(page(Reason.INVALID_REQUEST, request, response), request, response);
            }
        }
    }

    @Override
    public String page(Reason reason, HttpServletRequest request, HttpServletResponse response) {
        return page(reason, reason == Reason.UNAVAILABLE && request.getMethod().equals("GET") ? here(request) : "",
                request, response);
    }

    /** Where the request was sent, so that a person who has to wait does not lose what an application asked. */
    private static String here(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return request.getQueryString() == null ? path : path + "?" + request.getQueryString();
    }

    private String page(Reason reason, String again, HttpServletRequest request, HttpServletResponse response) {
        Language language = language(request);
        String key = "error-" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
        setHeaders(language, request, response);
        return themes.render(ERROR, new ErrorView(language.say(key), language.say(key + "-help"), again),
                common(language.say(key), language, request, ""));
    }

    /**
     * The values of the error page.
     *
     * @param again where the person may try again, relative to the context root; empty if nowhere
     */
    record ErrorView(String what, String help, String again) {
    }

    @Override
    public String page(FormPost form, HttpServletRequest request, HttpServletResponse response) {
        Language language = shownTo(request, Optional.empty(), form.uiLocales());
        setHeaders(language, request, response);
        response.setHeader("Content-Security-Policy",
                policy("", formAction(form.address())) + "; script-src " + origin(form.script()));
        List<FormPostView.Field> fields = form.fields().entrySet().stream()
                .map(each -> new FormPostView.Field(each.getKey(), each.getValue())).toList();
        return themes.render(Theme.FORM_POST, new FormPostView(form.address(), fields, form.script()),
                common(language.say(Theme.FORM_POST + "-title"), language, request, ""));
    }

    /** The values of the page that sends a form on to an application. */
    record FormPostView(String address, List<Field> fields, String script) {

        /** A hidden field. */
        record Field(String name, String value) {
        }
    }

    /**
     * The application may redirect after receiving the form, and Chromium applies form-action to those redirects too,
     * so the application's own origin would not be enough. What it does with its response is its own matter.
     */
    private static String formAction(String address) {
        String scheme = URI.create(address).getScheme();
        return scheme.equals("https") || scheme.equals("http") ? "https: http:" : scheme + ':';
    }

    void sendFile(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        StaticFolder files = themes.current().files();
        Optional<StaticContent> file = files.find(path);
        boolean isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (file.isEmpty() || !isRead) {
            send(isRead ? new Answer.Error(HttpServletResponse.SC_NOT_FOUND, Reason.NOT_FOUND)
                    : Answer.NotAllowed.READ_ONLY, request, response);
            return;
        }
        file.get().send(files.cacheControl(path), request, response);
    }

    private void send(Answer.Document document, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Language language = language(request);
        FormTokens.Issued issued = tokens.issue(request);
        issued.setCookie().ifPresent(cookie -> response.addHeader("Set-Cookie", cookie));
        Notice.in(request).ifPresent(said ->
                response.addHeader("Set-Cookie", Notice.removed(ClientConnection.of(request))));
        document.retryAfter().ifPresent(wait -> response.setHeader("Retry-After", Failure.retryAfter(wait)));
        response.setStatus(document.status());
        setHeaders(language, request, response);
        document.onward().ifPresent(onward -> lead(onward, request, response));
        String title = language.say(document.template() + "-title");
        write(themes.render(document.template(), document.view(), common(document.status() < 400 ? title
                : language.say("title-with-faults", title), language, request, issued.token())), request, response);
    }

    private void lead(Answer.Onward onward, HttpServletRequest request, HttpServletResponse response) {
        if (!onward.address().isEmpty()) {
            response.setHeader("Refresh", onward.after().toSeconds() + "; url="
                    + (onward.address().startsWith("/") ? request.getContextPath() : "") + onward.address());
        }
        if (!onward.frames().isEmpty()) {
            response.setHeader("Content-Security-Policy", policy("", TO_OURSELVES) + "; frame-src "
                    + onward.frames().stream().map(Renderer::origin).distinct().collect(Collectors.joining(" ")));
        }
    }

    private static String origin(String address) {
        return WebOrigin.of(URI.create(address));
    }

    private CommonValues common(String title, Language language, HttpServletRequest request, String token) {
        String base = request.getContextPath();
        Optional<PendingRequest> pending = pendingRequest(request);
        Optional<ClientDescription> client = pending.map(it -> it.client().description());
        String name = pending.map(it -> it.name(language)).orElse("");
        return new CommonValues(language.tag(), language.direction(), title, settings.name(), language.messages(), base,
                base + themes.current().files().path(), token,
                pending.map(PendingRequest::sealed).orElse(""), pending.map(it -> it.at("")).orElse(""),
                name,
                client.flatMap(it -> PendingRequest.in(it.logoUri(), language)).orElse(""),
                client.flatMap(it -> PendingRequest.in(it.policyUri(), language)).orElse(""),
                client.flatMap(it -> PendingRequest.in(it.tosUri(), language)).orElse(""),
                language.say("consent-policy", Language.isolated(name)),
                language.say("consent-terms", Language.isolated(name)));
    }

    private static Optional<PendingRequest> pendingRequest(HttpServletRequest request) {
        return Optional.ofNullable((PendingRequest) request.getAttribute(PENDING_REQUEST));
    }

    /** Allows our own styles and pictures, the logo of the application, forms to ourselves, and nothing else. */
    private void setHeaders(Language language, HttpServletRequest request, HttpServletResponse response) {
        response.setHeader("Content-Language", language.tag());
        Optional<String> logo = pendingRequest(request)
                .flatMap(it -> PendingRequest.in(it.client().description().logoUri(), language));
        response.setHeader("Content-Security-Policy", policy(logo.map(Renderer::origin).orElse(""), TO_OURSELVES));
        // Without a referrer a browser would send null as the origin of its own forms (Fetch, "`Origin` header").
        response.setHeader("Referrer-Policy", "same-origin");
    }

    /**
     * @param pictures origin of a picture from elsewhere; empty if there is none
     * @param forms    where forms are sent
     */
    private String policy(String pictures, String forms) {
        return "default-src 'none'; style-src 'self'; img-src 'self'" + (pictures.isEmpty() ? "" : " " + pictures)
                + "; " + (themes.current().hasFonts() ? "font-src 'self'; " : "")
                + "form-action " + forms + "; base-uri 'none'; frame-ancestors 'none'";
    }

    private static void write(String page, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] octets = page.getBytes(StandardCharsets.UTF_8);
        response.setContentType(HTML);
        response.setContentLength(octets.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(octets);
        }
    }
}
