package dev.warden.oidc;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;

import org.htmlunit.HttpMethod;
import org.htmlunit.StringWebResponse;
import org.htmlunit.WaitingRefreshHandler;
import org.htmlunit.WebClient;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.WebConnectionWrapper;

/**
 * The browser that the OpenID Foundation's suite scripts (HtmlUnit), with the script for one module of
 * {@code docs/conformance/suite.json}. The suite itself is not there: what is sent to it is noted, and answered with a
 * page like its own.
 */
final class SuiteBrowser implements AutoCloseable {

    private static final Path SCRIPT = Path.of("docs/conformance/suite.json");
    private static final String ISSUER = "https://id.example.org";

    private final WebClient browser = new WebClient();
    private final List<WebRequest> calls = new ArrayList<>();
    private final JsonArray scripts;
    private final String suite;
    private int screenshots;

    /**
     * One that is signed in nowhere.
     *
     * @param issuer   in place of the one in the file
     * @param suite    where the suite would be, with the alias of its plan
     * @param password of the account
     */
    SuiteBrowser(String module, String issuer, String suite, String password) {
        this.suite = suite;
        JsonObject configuration = read(issuer, password);
        JsonObject overridden = configuration.getJsonObject("override").getJsonObject(module);
        this.scripts = (overridden == null ? configuration : overridden).getJsonArray("browser");
        browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
        browser.getOptions().setPrintContentOnFailingStatusCode(false);
        browser.setRefreshHandler(new WaitingRefreshHandler());
        browser.setWebConnection(new WebConnectionWrapper(browser) {
            @Override
            public WebResponse getResponse(WebRequest request) throws IOException {
                return request.getUrl().toString().startsWith(suite) ? received(request) : super.getResponse(request);
            }
        });
    }

    private static JsonObject read(String issuer, String password) {
        try {
            return Json.createReader(new StringReader(Files.readString(SCRIPT).replace(ISSUER, issuer)
                    .replace("CONFORMANCE_PASSWORD", password))).readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WebResponse received(WebRequest request) {
        calls.add(request);
        return new StringWebResponse(
                "<!DOCTYPE html><title>The suite</title><p id=\"submission_complete\">Received</p>", request.getUrl());
    }

    /** Goes somewhere and does what the script says. */
    void visit(String address) {
        visit(new WebRequest(url(address)));
    }

    /** The same by POST, with the query as the form, as the suite does it. */
    void post(String address) {
        WebRequest request = new WebRequest(url(address.replaceFirst("\\?.*", "")), HttpMethod.POST);
        request.setAdditionalHeader("Content-Type", "application/x-www-form-urlencoded");
        request.setRequestBody(URI.create(address).getRawQuery());
        visit(request);
    }

    private void visit(WebRequest request) {
        try {
            browser.getPage(request);
            JsonObject script = scripts.getValuesAs(JsonObject.class).stream().filter(each ->
                    matches(each.getString("match"), request.getUrl().toString())).findFirst().orElseThrow();
            for (JsonObject task : script.getJsonArray("tasks").getValuesAs(JsonObject.class)) {
                if (matches(task.getString("match"), address())) {
                    for (JsonArray command : commands(task)) {
                        run(command);
                    }
                } else if (!task.getBoolean("optional", false)) {
                    throw new AssertionError(task.getString("task") + " is not at " + address() + ": " + text());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonArray> commands(JsonObject task) {
        return task.containsKey("commands") ? task.getJsonArray("commands").getValuesAs(JsonArray.class) : List.of();
    }

    private void run(JsonArray command) throws IOException {
        switch (command.getString(0)) {
            case "text" -> ((HtmlInput) element(command)).setValue(command.getString(3));
            case "click" -> ((DomElement) element(command)).click();
            case "wait" -> await(command);
            default -> throw new AssertionError(command);
        }
    }

    /** Nothing happens behind its back: what is there is there when the answer to the last click is. */
    private void await(JsonArray command) {
        if (command.getString(1).equals("contains")) {
            require(address().contains(command.getString(2)), command);
        } else if (command.size() > 4) {
            require(Pattern.compile(command.getString(4)).matcher(text()).find(), command);
            screenshots++;
        } else {
            element(command);
        }
    }

    private void require(boolean isSo, JsonArray command) {
        if (!isSo) {
            throw new AssertionError(command + " at " + address() + ": " + text());
        }
    }

    private DomNode element(JsonArray command) {
        String target = command.getString(2);
        DomNode found = switch (command.getString(1)) {
            case "id" -> page().getElementById(target);
            case "name" -> page().querySelector("[name=" + target + "]");
            case "css" -> page().querySelector(target);
            default -> throw new AssertionError(command);
        };
        require(found != null, command);
        return found;
    }

    /** The addresses of the suite that were called, in order. */
    List<String> calls() {
        return calls.stream().map(call -> call.getUrl().toString()).toList();
    }

    /** The form that the last call had. */
    String form() {
        WebRequest call = calls.get(calls.size() - 1);
        return call.getHttpMethod() + " " + call.getRequestParameters();
    }

    /** How many placeholders for screenshots were filled. */
    int screenshots() {
        return screenshots;
    }

    private static boolean matches(String pattern, String address) {
        return address.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"));
    }

    private HtmlPage page() {
        return (HtmlPage) browser.getCurrentWindow().getEnclosedPage();
    }

    private String address() {
        return page().getUrl().toString();
    }

    private String text() {
        return page().asNormalizedText();
    }

    private static URL url(String address) {
        try {
            return new URL(address);
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        browser.close();
    }
}
