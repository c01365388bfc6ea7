package dev.warden;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpResponse;

import dev.warden.openapi.DescribedAnswers;

/** What holds for every answer that any test gets, whatever it asked for. */
final class EveryAnswer {

    private EveryAnswer() {
    }

    /** @param base the address of the context root, with a slash at its end */
    static void check(URI base, HttpResponse<String> answer) {
        // Contracts at the root live under inner paths, which are nobody's business.
        assertFalse(answer.body().contains("_in/") || answer.headers().toString().contains("_in/"),
                () -> answer + " " + answer.headers() + " " + answer.body());
        DescribedAnswers.check(base, answer);
    }
}
