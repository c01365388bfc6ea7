package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.consent.PendingAuthorization;
import dev.warden.consent.PendingAuthorization.Steps;

/** The client, the server and what they say are the examples'. */
@DisplayName("Who answers an authorization request (RFC 9207)")
class Rfc9207Test {

    private static final String CLIENT = "https://client.example/cb";

    private final AuthorizationAnswers answers = new AuthorizationAnswers(new OidcSettings("https://honest.as.example",
            Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO));

    @Test
    @DisplayName("§2.1: an authorization response")
    void code() {
        assertEquals(CLIENT + "?code=x1848ZT64p4IirMPT0R-X3141MFPTuBX-VFL_cvaplMH58"
                + "&state=ZWVlNDBlYzA1NjdkMDNhYjg3ZjUxZjAyNGQzMTM2NzI&iss=https%3A%2F%2Fhonest.as.example",
                location(answers.code(pending("ZWVlNDBlYzA1NjdkMDNhYjg3ZjUxZjAyNGQzMTM2NzI"),
                        "x1848ZT64p4IirMPT0R-X3141MFPTuBX-VFL_cvaplMH58")));
    }

    @Test
    @DisplayName("§2.2: an error response, in which we also say why")
    void error() {
        assertEquals(CLIENT + "?error=access_denied"
                + "&state=N2JjNGJhY2JiZjRhYzA3MGJkMzNmMDE5OWJhZmJhZjA&iss=https%3A%2F%2Fhonest.as.example",
                location(answers.refusal(pending("N2JjNGJhY2JiZjRhYzA3MGJkMzNmMDE5OWJhZmJhZjA"), "access_denied", "No"))
                        .replace("&error_description=No", ""));
    }

    private static PendingAuthorization pending(String state) {
        return new PendingAuthorization("client", CLIENT, "query", List.of("openid"), state, null, null, List.of(),
                null, List.of(), null, null, List.of(), null, List.of(), List.of(), Instant.EPOCH, null, Steps.NONE);
    }

    private static String location(Reply reply) {
        return ((Reply.SeeOther) reply).location();
    }
}
