package dev.warden.consent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.MutableClock;
import dev.warden.account.Identity;
import dev.warden.consent.PendingAuthorization.Steps;
import dev.warden.platform.MasterKey;
import dev.warden.platform.MasterKeySettings;
import dev.warden.platform.SealedText;
import dev.warden.platform.Settings;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;

@DisplayName("Authorization requests that wait")
class PendingAuthorizationsTest {

    private final MutableClock clock = new MutableClock();
    private final SealedText sealedText = new SealedText(new MasterKey(new MasterKeySettings(Settings.of(Map.of(
            "warden.master-key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="))), new SecureRandom()));
    private final PendingAuthorizations waiting = new PendingAuthorizations(sealedText, clock);

    private PendingAuthorization whole() {
        return new PendingAuthorization("shop", "https://shop.example/callback?a=1", "form_post", List.of("openid",
                "email"),
                "st&ate \u00e9\ud83d\ude00", "nonce", "challenge", List.of("login", "consent"), Duration.ofSeconds(10),
                List.of("2", "1"), "bob", "bob-id", List.of("id", "en-GB"), "{\"id_token\":{\"acr\":null}}",
                List.of("profile"), List.of("https://api.example"), clock.instant(), "pushed",
                new Steps("signed-in-by", "agreed-by", "refused-by"));
    }

    private PendingAuthorization least() {
        return new PendingAuthorization("shop", "https://shop.example/", "query", List.of(), null, null, null,
                List.of(),
                null, List.of(), null, null, List.of(), null, List.of(), List.of(), clock.instant(), null, Steps.NONE);
    }

    @Test
    void come_back_as_they_were() {
        assertEquals(Optional.of(whole()), waiting.open(waiting.seal(whole())));
        assertEquals(Optional.of(least()), waiting.open(waiting.seal(least())));
    }

    @Test
    void fit_into_a_url_and_show_nothing() {
        String sealed = waiting.seal(whole());

        assertTrue(sealed.matches("[A-Za-z0-9_-]+"), sealed);
        assertTrue(sealed.length() < 800, "" + sealed.length());
        assertFalse(sealed.equals(waiting.seal(whole())), "no nonce comes twice");
        assertEquals("PendingAuthorization[shop]", whole().toString());
    }

    @Test
    void what_the_person_answered_counts_in_that_session_alone_and_the_last_time() {
        PendingAuthorization agreed = waiting.open(waiting.sealAgreed(least(), session("here"))).orElseThrow();
        assertTrue(agreed.isAgreedIn(session("here")));
        assertFalse(agreed.isAgreedIn(session("elsewhere")));
        assertFalse(agreed.isRefusedIn(session("here")));
        assertFalse(agreed.isSignedInWith(session("here")));
        assertFalse(least().isAgreedIn(session("here")));

        PendingAuthorization refused = waiting.open(waiting.sealRefused(agreed, session("here"))).orElseThrow();
        assertTrue(refused.isRefusedIn(session("here")));
        assertFalse(refused.isRefusedIn(session("elsewhere")));
        assertFalse(refused.isAgreedIn(session("here")));

        PendingAuthorization agreedAtLast = waiting.open(waiting.sealAgreed(refused, session("here"))).orElseThrow();
        assertTrue(agreedAtLast.isAgreedIn(session("here")));
        assertFalse(agreedAtLast.isRefusedIn(session("here")));
    }

    @Test
    void that_the_person_signed_in_is_told_with_what_they_answered() {
        PendingAuthorization signedIn = waiting.open(waiting.sealSignedIn(least(), session("here"))).orElseThrow();
        assertTrue(signedIn.isSignedInWith(session("here")));
        assertFalse(signedIn.isSignedInWith(session("elsewhere")));
        assertFalse(least().isSignedInWith(session("here")));

        PendingAuthorization agreed = waiting.open(waiting.sealAgreed(signedIn, session("here"))).orElseThrow();
        assertTrue(agreed.isSignedInWith(session("here")));
        PendingAuthorization again = waiting.open(waiting.sealSignedIn(agreed, session("here"))).orElseThrow();
        assertTrue(again.isAgreedIn(session("here")));
        PendingAuthorization refused = waiting.open(waiting.sealRefused(again, session("here"))).orElseThrow();
        assertTrue(refused.isSignedInWith(session("here")));
    }

    @Test
    @DisplayName("the largest that the provider accepts, after every step, is opened again")
    void the_largest_are_opened() {
        Random random = new Random(7);
        for (int[] range : new int[][] {{' ', '~'}, {'"', '\\'}, {0x80, 0x7ff}, {0x800, 0xd7ff}, {0x10000, 0x10ffff}}) {
            StringBuilder state = new StringBuilder();
            while (state.toString().getBytes(StandardCharsets.UTF_8).length < 3400) {
                state.appendCodePoint(range[0] + random.nextInt(range[1] - range[0] + 1));
            }
            String id = UUID.randomUUID().toString();
            PendingAuthorization large = new PendingAuthorization("shop", "https://shop.example/", "query",
                    List.of("openid"), state.toString(), null, null, List.of(), null, List.of(), null, id, List.of(),
                    null, List.of(), List.of(), clock.instant(), id, new Steps(UUID.randomUUID().toString(),
                    UUID.randomUUID().toString(), UUID.randomUUID().toString()));

            assertEquals(Optional.of(large), waiting.open(waiting.seal(large)));
        }
    }

    private BrowserSession session(String id) {
        return new BrowserSession(id, new Identity("bob", "bob", "bob@test.example", "user"), clock.instant(),
                Assurance.PASSWORD, false, clock.instant(), clock.instant(), "192.0.2.1", "");
    }

    @Test
    void wait_half_an_hour() {
        String sealed = waiting.seal(whole());
        clock.advance(Duration.ofMinutes(30).minusMillis(1));
        assertTrue(waiting.open(sealed).isPresent());
        clock.advance(Duration.ofMillis(1));
        assertTrue(waiting.open(sealed).isEmpty());
    }

    @Test
    void what_was_sealed_as_something_else_is_none() {
        assertTrue(waiting.open(sealedText.seal("pushed", ConsentJson.write(whole()))).isEmpty());
        assertTrue(sealedText.open("pushed", waiting.seal(whole())).isEmpty());
    }
}
