package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What signs in here is Jakarta Security's own OpenID Connect mechanism, as Payara has it. */
@DisplayName("The sample application that mvn -Prun serves beside Warden")
@Tag("process")
class SampleIT {

    private static WardenProcess warden;

    private final Browser browser = new Browser(warden.client());

    @BeforeAll
    static void start() {
        warden = WardenProcess.in(WardenProcess.newHome("sample")).startForkedWithSample();
    }

    @AfterAll
    static void end() {
        // Not killed: what it forked ends with its input, and this waits for it.
        warden.stop();
    }

    @Test
    void is_told_of_when_warden_is_ready() {
        assertTrue(warden.output().contains("http://localhost:" + warden.port() + "/sample/"), warden.output());
        assertEquals(200, browser.get("sample/").statusCode());
        assertEquals(200, browser.get("sample/style.css").statusCode());
    }

    @Test
    void who_is_not_signed_in_is_led_to_the_page_and_back() {
        Person person = signUp(new Browser(warden.client()));

        HttpResponse<String> page = goOn(browser.get("sample/private"));
        assertTrue(page.body().contains("name=\"password\""), page.body());
        HttpResponse<String> there = goOn(browser.submit(page,
                Map.of("username", person.username(), "password", person.password())));

        assertEquals(200, there.statusCode(), there.body());
        assertTrue(there.body().contains("Hello, " + person.username()), there.body());
        assertTrue(there.body().contains("<dd id=\"email\">" + person.email() + "</dd>"), there.body());
        assertTrue(there.body().contains("<dd id=\"roles\">user </dd>"), there.body());
    }

    @Test
    void who_is_signed_in_at_warden_is_signed_in_at_once() {
        Person person = signUp(browser);

        HttpResponse<String> there = goOn(browser.get("sample/private"));

        assertTrue(there.body().contains("Hello, " + person.username()), there.body());
    }

    @Test
    void who_signs_out_of_it_is_signed_out_of_warden() {
        signUp(browser);
        HttpResponse<String> there = goOn(browser.get("sample/private"));

        HttpResponse<String> out = goOn(browser.post("sample/sign-out", "", "same-origin"));

        assertFalse(out.body().contains("Hello"), out.body());
        assertTrue(goOn(browser.get("sample/private")).body().contains("name=\"password\""), there.body());
    }

    @Test
    void keeps_nobody_from_warden_by_waiting_for_bodies() throws IOException {
        byte[] begun = ("POST /sample/ HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 70000\r\n\r\na=")
                .getBytes(StandardCharsets.US_ASCII);
        List<Socket> incomplete = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                incomplete.add(new Socket(InetAddress.getByName("127.0.0.1"), warden.port()));
                incomplete.get(i).getOutputStream().write(begun);
            }
            long startedAt = System.nanoTime();
            assertEquals(200, browser.get("health/live").statusCode());
            assertTrue(System.nanoTime() - startedAt < TimeUnit.SECONDS.toNanos(5), "others are served at once");
        } finally {
            for (Socket socket : incomplete) {
                socket.close();
            }
        }
    }

    private static Person signUp(Browser browser) {
        Person person = Person.somebody();
        HttpResponse<String> made = browser.submit(browser.get("signup"), Map.of("username", person.username(), "email",
                person.email(), "password", person.password(), "confirmation", person.password()));
        assertEquals(303, made.statusCode(), made.body());
        return person;
    }

    /** Follows what leads on, at Warden and at the application, as a browser does. */
    private HttpResponse<String> goOn(HttpResponse<String> answer) {
        HttpResponse<String> last = answer;
        for (int i = 0; i < 12; i++) {
            Optional<String> leads = leadsTo(last);
            if (leads.isEmpty()) {
                return last;
            }
            String next = leads.get();
            assertTrue(next.startsWith("/") || next.startsWith("http://localhost:" + warden.port() + "/"), next);
            last = browser.get(next.replaceFirst("^http://localhost:\\d+", "").substring(1));
        }
        throw new AssertionError("leads nowhere: " + last);
    }

    private static Optional<String> leadsTo(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location")
                .or(() -> answer.headers().firstValue("Refresh").map(value -> value.replaceFirst("^.*?url=", "")));
    }
}
