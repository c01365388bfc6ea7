package dev.warden;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A browser without scripts: keeps cookies, sends forms with what is hidden in them, and tells where requests come
 * from. It follows no redirect, so that a test sees each.
 */
public final class Browser {

    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"[^>]*>(.*?)</form>",
            Pattern.DOTALL);
    private static final Pattern HIDDEN = Pattern.compile(
            "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

    private final WardenClient client;
    private final Map<String, String> cookies = new TreeMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", "text/html,*/*;q=0.8"));

    public Browser(WardenClient client) {
        this.client = client;
    }

    /** What every further request has, too. */
    public Browser with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    /** @param path relative to the context root, without a slash at its beginning */
    public HttpResponse<String> get(String path) {
        return send(client.request(path), "none");
    }

    /** Sends the one form of a page. */
    public HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> fields) {
        return submit(page, "", fields);
    }

    /** Sends the first form of a page whose hidden fields say this. */
    public HttpResponse<String> submit(HttpResponse<String> page, String hidden, Map<String, String> fields) {
        Matcher form = FORM.matcher(page.body());
        while (form.find()) {
            if (form.group(2).contains(hidden)) {
                Map<String, String> all = new LinkedHashMap<>();
                Matcher field = HIDDEN.matcher(form.group(2));
                while (field.find()) {
                    all.put(field.group(1), field.group(2));
                }
                all.putAll(fields);
                return post(path(form.group(1)), body(all), "same-origin");
            }
        }
        throw new AssertionError("No such form: " + page.body());
    }

    /** Sends a body as it is, from a page that has this relation to ours. */
    public HttpResponse<String> post(String path, String body, String site) {
        return send(client.request(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)), site);
    }

    /** Sends a form as a browser does that knows no Fetch Metadata. @param origin null if it says none either */
    public HttpResponse<String> submitWithoutSite(String path, Map<String, String> form, String origin) {
        HttpRequest.Builder request = client.request(path).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body(form)));
        return send(origin == null ? request : request.header("Origin", origin), "");
    }

    /** Goes where an answer leads, which is somewhere at Warden. */
    public HttpResponse<String> follow(HttpResponse<String> answer) {
        return get(path(answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body()))));
    }

    /**
     * @param site how the page that asks is related to ours ({@code Sec-Fetch-Site}); empty if the browser does not say
     */
    public HttpResponse<String> send(HttpRequest.Builder request, String site) {
        headers.forEach(request::setHeader);
        if (!site.isEmpty()) {
            request.setHeader("Sec-Fetch-Site", site);
        }
        if (!cookies.isEmpty()) {
            request.setHeader("Cookie",
                    cookies.entrySet().stream().map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; ")));
        }
        HttpResponse<String> answer = client.send(request);
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        return answer;
    }

    public static String body(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private String path(String location) {
        String root = client.base().getPath();
        if (!location.startsWith(root)) {
            throw new AssertionError("Leads elsewhere: " + location);
        }
        return location.substring(root.length());
    }

    private void keep(String setCookie) {
        String name = setCookie.substring(0, setCookie.indexOf('='));
        if (setCookie.contains("; Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, setCookie.substring(name.length() + 1).replaceFirst(";.*", ""));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
