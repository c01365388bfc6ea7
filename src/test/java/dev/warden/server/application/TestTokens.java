package dev.warden.server.application;

import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.json.Json;

/** Gets access tokens from a Warden, for the tests of an application. Made to be copied. */
public final class TestTokens {

    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    private final URI issuer;
    /** Not HTTP/2, which Payara and GlassFish do not speak reliably without TLS. */
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> cookies = new TreeMap<>();

    /** @param issuer where Warden is, without a slash at the end */
    public TestTokens(URI issuer) {
        this.issuer = issuer;
    }

    /** An access token for a client of kind {@code service}. */
    public String token(String client, String secret, String scope) throws IOException, InterruptedException {
        return token(client, secret, Map.of("grant_type", "client_credentials", "scope", scope));
    }

    /** An access token for a person: signs in on the page that a client of kind {@code web} sends people to. */
    public String token(String client, String secret, URI redirectUri, String username, String password)
            throws IOException, InterruptedException {
        cookies.clear();
        URI at = at("/oauth2/authorize?" + form(Map.of("response_type", "code", "client_id", client,
                "redirect_uri", redirectUri.toString(), "scope", "openid profile")));
        while (!at.toString().startsWith(redirectUri + "?")) {
            HttpResponse<String> page = send(HttpRequest.newBuilder(at));
            if (next(page).isEmpty()) {
                Map<String, String> fields = new HashMap<>(Map.of("username", username, "password", password));
                HIDDEN.matcher(page.body()).results().forEach(field -> fields.put(field.group(1), field.group(2)));
                page = send(post("/signin", fields).header("Origin", origin()));
            }
            at = at.resolve(next(page).orElseThrow(() -> new IllegalStateException("The sign-in was refused")));
        }
        return token(client, secret, Map.of("grant_type", "authorization_code", "redirect_uri", redirectUri.toString(),
                "code", at.getQuery().replaceFirst("^(?:.*&)?code=([^&]+).*$", "$1")));
    }

    private String token(String client, String secret, Map<String, String> request)
            throws IOException, InterruptedException {
        String credentials = Base64.getEncoder()
                .encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> answer =
                send(post("/oauth2/token", request).header("Authorization", "Basic " + credentials));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return Json.createReader(new StringReader(answer.body())).readObject().getString("access_token");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        if (!cookies.isEmpty()) {
            request.header("Cookie", String.join("; ", cookies.values()));
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").forEach(
                cookie -> cookies.put(cookie.split("=")[0], cookie.split(";")[0]));
        return answer;
    }

    private HttpRequest.Builder post(String path, Map<String, String> fields) {
        return HttpRequest.newBuilder(at(path)).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)));
    }

    private URI at(String path) {
        return URI.create(issuer + path);
    }

    private String origin() {
        return issuer.getScheme() + "://" + issuer.getAuthority();
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    private static Optional<String> next(HttpResponse<String> page) {
        return page.headers().firstValue("Location")
                .or(() -> page.headers().firstValue("Refresh").map(value -> value.replaceFirst("^.*?url=", "")));
    }
}
