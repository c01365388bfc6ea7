package dev.warden;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;

/**
 * A Chromium of this machine, driven by the Chrome DevTools Protocol, without a library between: what these tests need
 * of it is a page of code, and nothing has to be downloaded that fits this very Chromium.
 */
public final class Chromium implements AutoCloseable {

    private static final Path FOLDER = Path.of("target", "chromium").toAbsolutePath();
    private static final int PATIENCE_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> open = new ConcurrentHashMap<>();
    private final Map<String, Tab> tabs = new ConcurrentHashMap<>();

    private Chromium(Process process, Path profile) throws IOException {
        this.process = process;
        this.profile = profile;
        Path port = profile.resolve("DevToolsActivePort");
        Eventually.holds("Chromium starts", PATIENCE, () -> Files.exists(port) && lines(port).size() == 2);
        socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(
                URI.create("ws://127.0.0.1:" + lines(port).get(0) + lines(port).get(1)), new Messages()).join();
    }

    /** Whether there is one. */
    public static boolean isInstalled() {
        return program().isPresent();
    }

    public static Chromium start() {
        try {
            Files.createDirectories(FOLDER);
            Path profile = Files.createTempDirectory(FOLDER, "profile-");
            Process process = new ProcessBuilder(program().orElseThrow().toString(), "--headless=new", "--no-sandbox",
                    "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
                    "--disable-component-update", "--disable-sync", "--remote-debugging-port=0", "--lang=en-US",
                    "--user-data-dir=" + profile, "about:blank").redirectErrorStream(true)
                    .redirectOutput(profile.resolve("output.log").toFile()).start();
            return new Chromium(process, profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> program() {
        return MachineProgram.named("chromium", "chromium-browser", "google-chrome");
    }

    /** A tab of a browser that knows nothing yet. */
    public Tab newBrowser() {
        String context = ask(null, "Target.createBrowserContext", Map.of()).getString("browserContextId");
        String target = ask(null, "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .getString("targetId");
        String session = ask(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .getString("sessionId");
        Tab tab = new Tab(session);
        tabs.put(session, tab);
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            tab.ask(domain + ".enable", Map.of());
        }
        return tab;
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            for (ProcessHandle child : children) {
                child.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            children.forEach(ProcessHandle::destroyForcibly);
        }
        deleteProfile();
    }

    /** What a last process of the browser takes away or adds meanwhile is for {@code mvn clean}. */
    private void deleteProfile() {
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            profile.toFile().deleteOnExit();
        }
    }

    private JsonObject ask(String session, String method, Map<String, Object> parameters) {
        int id = lastId.incrementAndGet();
        JsonObjectBuilder message = Json.createObjectBuilder().add("id", id).add("method", method)
                .add("params", Json.createObjectBuilder(parameters));
        if (session != null) {
            message.add("sessionId", session);
        }
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        open.put(id, answer);
        synchronized (socket) {
            socket.sendText(message.build().toString(), true).join();
        }
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(method + " " + parameters, e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts what comes from Chromium where it belongs. */
    private final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonObject message = parse(text.toString());
                text.setLength(0);
                if (message.containsKey("id")) {
                    CompletableFuture<JsonObject> answer = open.remove(message.getInt("id"));
                    if (message.containsKey("error")) {
                        answer.completeExceptionally(new IllegalStateException(message.toString()));
                    } else {
                        answer.complete(message.getJsonObject("result"));
                    }
                } else if (tabs.containsKey(message.getString("sessionId", ""))) {
                    tabs.get(message.getString("sessionId")).happened(message);
                }
            }
            webSocket.request(1);
            return null;
        }
    }

    private static JsonObject parse(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** One tab, used by one thread. */
    public final class Tab {

        private final String session;
        private final AtomicInteger loads = new AtomicInteger();
        private final List<String> requests = new CopyOnWriteArrayList<>();
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        private final AtomicInteger octets = new AtomicInteger();

        private Tab(String session) {
            this.session = session;
        }

        private void happened(JsonObject message) {
            JsonObject parameters = message.getJsonObject("params");
            switch (message.getString("method")) {
                case "Page.loadEventFired" -> loads.incrementAndGet();
                case "Network.requestWillBeSent" -> requests.add(parameters.getJsonObject("request").getString("url"));
                case "Network.loadingFinished" -> octets.addAndGet(parameters.getInt("encodedDataLength"));
                case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
                case "Log.entryAdded" -> complaints.add(parameters.getJsonObject("entry").toString());
                default -> { }
            }
        }

        JsonObject ask(String method, Map<String, Object> parameters) {
            return Chromium.this.ask(session, method, parameters);
        }

        /** Opens an address and waits until it is loaded. */
        public void open(String address) {
            loading(() -> ask("Page.navigate", Map.of("url", address)));
        }

        /** Does what leads to another page, and waits until that is loaded. */
        public void loading(Runnable action) {
            requests.clear();
            octets.set(0);
            int before = loads.get();
            action.run();
            Eventually.holds("a page is loaded", PATIENCE, () -> loads.get() > before);
        }

        public String address() {
            return text("location.href");
        }

        /** The text that an expression of JavaScript has. */
        public String text(String expression) {
            JsonObject result = evaluate("String(" + expression + ")");
            return result.getString("value");
        }

        public boolean holds(String expression) {
            return text("Boolean(" + expression + ")").equals("true");
        }

        private JsonObject evaluate(String expression) {
            JsonObject answer = ask("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true,
                    "returnByValue", true));
            if (answer.containsKey("exceptionDetails")) {
                throw new AssertionError(answer.getJsonObject("exceptionDetails").toString());
            }
            return answer.getJsonObject("result");
        }

        /** Waits until an expression of JavaScript is true, on whatever page it is by then. */
        public void await(String expression) {
            Eventually.holds(expression, PATIENCE, () -> holds(expression));
        }

        /** Types into the field with an id. */
        public void type(String id, String value) {
            evaluate("document.getElementById('" + id + "').focus()");
            evaluate("document.getElementById('" + id + "').select()");
            ask("Input.insertText", Map.of("text", value));
        }

        /** Presses a key: {@code Tab}, {@code Enter} or {@code Space}. */
        public void press(String key) {
            String text = switch (key) {
                case "Enter" -> "\r";
                case "Space" -> " ";
                default -> "";
            };
            int code = switch (key) {
                case "Enter" -> 13;
                case "Space" -> 32;
                default -> 9;
            };
            ask("Input.dispatchKeyEvent", Map.of("type", text.isEmpty() ? "rawKeyDown" : "keyDown", "key",
                    key.equals("Space") ? " " : key, "code", key, "windowsVirtualKeyCode", code, "text", text));
            ask("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key.equals("Space") ? " " : key, "code", key,
                    "windowsVirtualKeyCode", code));
        }

        /** Clicks what a selector of CSS finds, with the mouse, and waits for the page to which that leads. */
        public void click(String selector) {
            String centre = text("(() => { const e = document.querySelector('" + selector
                    + "'); e.scrollIntoView({block: "
                    + "'center'}); const r = e.getClientRects()[0]; return (r.x + r.width / 2) + ' ' + (r.y + "
                    + "r.height / 2) })()");
            double x = Double.parseDouble(centre.split(" ")[0]);
            double y = Double.parseDouble(centre.split(" ")[1]);
            loading(() -> List.of("mousePressed", "mouseReleased").forEach(type -> ask("Input.dispatchMouseEvent",
                    Map.of("type", type, "x", x, "y", y, "button", "left", "clickCount", 1))));
        }

        /** A screen of this width, light or dark. */
        public void screen(int width, int height, String scheme) {
            ask("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1,
                    "mobile", width < 600));
            ask("Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        }

        /** What the browser says it reads best. */
        public void language(String tag) {
            ask("Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Language", tag)));
        }

        /** What a pattern describes does not arrive any more. */
        public void withhold(String pattern) {
            ask("Network.setBlockedURLs", Map.of("urls", List.of(pattern)));
        }

        /** Keeps what is to be seen now, the whole page, as {@code target/screenshots/NAME.png}. */
        public void screenshot(String name) {
            try {
                Path file = Files.createDirectories(Path.of("target", "screenshots")).resolve(name + ".png");
                Files.write(file, Base64.getDecoder().decode(ask("Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true)).getString("data")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** How many colours there are where the element is that a selector of CSS finds. */
        public long colours(String selector) {
            JsonObject clip = parse(text("JSON.stringify((() => { const r = document.querySelector('" + selector
                    + "').getBoundingClientRect(); return {x: r.x + scrollX, y: r.y + scrollY, width: r.width, height: "
                    + "r.height, scale: 1} })())"));
            try {
                BufferedImage picture = ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(ask(
                        "Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true, "clip", clip))
                        .getString("data"))));
                return Arrays.stream(picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0,
                        picture.getWidth())).distinct().count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Every address that the page asked for since it was opened. */
        public List<String> requests() {
            return List.copyOf(requests);
        }

        /** What came over the wire since the page was opened. */
        public int octets() {
            return octets.get();
        }

        /** What the console says that a person would not see: scripts that failed, what the policy refused. */
        public List<String> complaints() {
            return List.copyOf(complaints);
        }

        /** How far elements moved while the page was made, as Chromium counts it. */
        public double layoutShift() {
            return evaluate("new Promise(done => { let sum = 0; new PerformanceObserver(list => "
                    + "list.getEntries().forEach(e => sum += e.value)).observe({type: 'layout-shift', buffered: "
                    + "true}); "
                    + "requestAnimationFrame(() => requestAnimationFrame(() => done(sum))) })")
                    .getJsonNumber("value").doubleValue();
        }

        /** What axe finds against WCAG 2.2 AA and its best practices, each with the elements. */
        public List<String> axe() {
            evaluate(axeSource() + "; 0");
            JsonObject result = evaluate(
                    "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', "
                    + "'best-practice']}).then(r => ({violations: r.violations.map(v => v.id + ': ' + v.help + ' ' + "
                    + "v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | ')), passes: r.passes.length}))");
            JsonObject value = result.getJsonObject("value");
            if (value.getInt("passes") == 0) {
                throw new AssertionError("axe looked at nothing");
            }
            List<String> violations = new ArrayList<>();
            for (JsonValue violation : value.getJsonArray("violations")) {
                violations.add(violation.toString());
            }
            return violations;
        }

        private String axeSource() {
            try (InputStream in = Chromium.class.getResourceAsStream("/axe.min.js")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
