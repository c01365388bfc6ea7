package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A person before a browser, who goes where applications and Warden send them. A host that is not this machine is where
 * the way ends: nobody is there.
 */
public final class Visitor {

    private static final int MANY_STEPS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1");

    private final WardenClient warden;
    /** At Warden it is this one, which holds every answer against what holds for all of them. */
    private final Browser browser;
    private final HttpClient elsewhere = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER).cookieHandler(new CookieManager()).build();

    public Visitor(WardenClient warden) {
        this.warden = warden;
        this.browser = new Browser(warden);
    }

    /**
     * Where a way ended.
     *
     * @param address with its query
     * @param status  0 where nobody is
     */
    public record Page(URI address, int status, String body) {
    }

    /** Makes an account, with which this browser is signed in at Warden. */
    public Person signUp() {
        Person person = Person.somebody();
        HttpResponse<String> made = browser.submit(browser.get("signup"), Map.of("username", person.username(), "email",
                person.email(), "password", person.password(), "confirmation", person.password()));
        assertEquals(303, made.statusCode(), made.body());
        return person;
    }

    /** Signs in with the form that was led to, and agrees if asked. @return where that leads */
    public Page signIn(String address, Person person) {
        HttpResponse<String> form = lastOf(get(URI.create(address)));
        if (!form.body().contains("name=\"password\"")) {
            throw new AssertionError("No sign-in: " + form.uri() + "\n" + form.body());
        }
        return agreed(browser.submit(form, Map.of("username", person.username(), "password", person.password())));
    }

    /** Opens an address, and agrees if asked. */
    public Page open(String address) {
        return open(URI.create(address));
    }

    public Page open(URI address) {
        return agreed(get(address));
    }

    /** Sends a form to an application, as a page of its own does. */
    public Page post(String address, Map<String, String> fields) {
        return agreed(send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", URI.create(address).resolve("/").toString().replaceFirst("/$", ""))
                .POST(BodyPublishers.ofString(Browser.body(fields)))));
    }

    /** Sends a form of a page of Warden's. */
    public Page submit(Page page, Map<String, String> fields) {
        return agreed(browser.submit(get(page.address()), fields));
    }

    private Page agreed(HttpResponse<String> first) {
        HttpResponse<String> last = first;
        for (int i = 0; i < MANY_STEPS; i++) {
            Optional<URI> next = leadsTo(last);
            if (next.isPresent() && !isSomewhere(next.get())) {
                return new Page(next.get(), 0, "");
            } else if (next.isPresent()) {
                last = get(next.get());
            } else if (last.body().contains("name=\"decision\" value=\"allow\"")) {
                last = browser.submit(last, Map.of("decision", "allow"));
            } else {
                return new Page(last.uri(), last.statusCode(), last.body());
            }
        }
        throw new AssertionError("Leads nowhere: " + last);
    }

    /** Where an answer leads that leads to a page of somebody on this machine. */
    private HttpResponse<String> lastOf(HttpResponse<String> first) {
        HttpResponse<String> last = first;
        for (int i = 0; i < MANY_STEPS && leadsTo(last).isPresent(); i++) {
            last = get(leadsTo(last).get());
        }
        return last;
    }

    private static Optional<URI> leadsTo(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location")
                .or(() -> answer.headers().firstValue("Refresh").map(value -> value.replaceFirst("^.*?url=", "")))
                .map(location -> answer.uri().resolve(location));
    }

    private HttpResponse<String> get(URI address) {
        String root = warden.base().toString();
        if (address.toString().startsWith(root)) {
            return browser.get(address.toString().substring(root.length()));
        }
        return send(HttpRequest.newBuilder(address));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            request.timeout(TIMEOUT).header("Accept", "text/html,*/*;q=0.8");
            return elsewhere.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(request.build().uri().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSomewhere(URI address) {
        return address.getHost() != null && THIS_MACHINE.contains(address.getHost());
    }
}
