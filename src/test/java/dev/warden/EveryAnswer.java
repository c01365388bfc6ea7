package dev.warden;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;

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
        if (!isForABrowser(base, answer)) {
            DescribedAnswers.check(base, answer);
        }
    }

    /** A browser that asks for a path of a contract is sent on to a page, which is none of the contract. */
    private static boolean isForABrowser(URI base, HttpResponse<String> answer) {
        return answer.statusCode() == 303
                && answer.headers().firstValue("Location").equals(Optional.of(base.getPath() + "signin"))
                && answer.request().headers().allValues("Accept").stream()
                .anyMatch(accept -> accept.contains("text/html"));
    }
}
