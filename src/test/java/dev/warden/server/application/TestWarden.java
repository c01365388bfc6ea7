package dev.warden.server.application;

import java.io.IOException;
import java.io.StringReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.json.Json;

/**
 * Warden for the tests of an application: {@code warden.jar} on a free port, in a new folder below {@code target}, with
 * what a file declares. Made to be copied; the application's server is configured by the files in {@link #client}.
 */
public final class TestWarden implements AutoCloseable {

    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");

    private final Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "warden-");
    private final URI issuer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();
    private final Process process;

    /** Returns when it is ready. @throws IllegalStateException with its output, if it does not start */
    public TestWarden(Path jar, Path declared) throws IOException, InterruptedException {
        try (ServerSocket free = new ServerSocket(0)) {
            issuer = URI.create("http://localhost:" + free.getLocalPort());
        }
        process = new ProcessBuilder("java", "-Dwarden.port=" + issuer.getPort(), "-Dwarden.home=" + home,
                "-Dwarden.declared.file=" + declared,
                "-Dwarden.clients.configuration-folder=" + home.resolve("clients"), "-jar", jar.toString())
                .redirectErrorStream(true).redirectOutput(home.resolve("log").toFile()).start();
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(Files.readString(home.resolve("log")));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    public URI issuer() {
        return issuer;
    }

    /** The folder of the files that Warden wrote for the server of a declared client. */
    public Path client(String id) {
        return home.resolve("clients").resolve(id);
    }

    private boolean isReady() throws InterruptedException {
        try {
            return send(HttpRequest.newBuilder(issuer.resolve("/health/ready"))).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** An access token for a client of kind {@code service}. */
    public String token(String client, String secret, String scope) throws IOException, InterruptedException {
        return token(client, secret, Map.of("grant_type", "client_credentials", "scope", scope));
    }

    /** An access token for a person: signs in on the page that a client of kind {@code web} sends people to. */
    public String token(String client, String secret, URI redirectUri, String username, String password)
            throws IOException, InterruptedException {
        cookies.clear();
        URI at = issuer.resolve("/oauth2/authorize?" + form(Map.of("response_type", "code", "client_id", client,
                "redirect_uri", redirectUri.toString(), "scope", "openid profile")));
        while (at.getPort() == issuer.getPort()) {
            HttpResponse<String> page = send(HttpRequest.newBuilder(at));
            if (next(page).isEmpty()) {
                Map<String, String> fields = new HashMap<>(Map.of("username", username, "password", password));
                HIDDEN.matcher(page.body()).results().forEach(field -> fields.put(field.group(1), field.group(2)));
                page = send(post("/signin", fields).header("Origin", issuer.toString()));
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
        return HttpRequest.newBuilder(issuer.resolve(path)).header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(fields)));
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }

    private static Optional<String> next(HttpResponse<String> page) {
        return page.headers().firstValue("Location")
                .or(() -> page.headers().firstValue("Refresh").map(value -> value.replaceFirst("^.*?url=", "")));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
