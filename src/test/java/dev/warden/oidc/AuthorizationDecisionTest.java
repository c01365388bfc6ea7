package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.json.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Identity;
import dev.warden.client.ClientMetadata;
import dev.warden.client.Origin;
import dev.warden.consent.PendingAuthorization;
import dev.warden.consent.PendingAuthorization.Steps;
import dev.warden.consent.PendingAuthorizations;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.database.Store;
import dev.warden.session.Assurance;
import dev.warden.session.BrowserSession;
import dev.warden.session.BrowserSessions;
import dev.warden.session.SessionSecret;

/** Two nodes, each with a clock of its own: one takes requests, and people sign in at the other. */
@OnEveryDatabase
@DisplayName("Who has to sign in again (OpenID Connect Core §3.1.2.1)")
class AuthorizationDecisionTest {

    private static final Pattern WAITING = Pattern.compile("/(signin|signup|consent)\\?request=(.*)");

    private final MutableClock clock = new MutableClock();
    private final MutableClock otherClock = new MutableClock();
    private final Node node;
    private final Node other;
    private final Identity bob;
    private final AuthorizationDecision decision;
    private BrowserSessions.Started started;

    AuthorizationDecisionTest(Engine engine) throws SQLException {
        Store store = engine.emptyStore();
        node = Node.on(store, clock);
        other = Node.on(store, otherClock);
        node.subjects.prepare();
        bob = node.register("bob").identity();
        node.clients.save(ClientMetadata.read("shop", Origin.DECLARED, clock.instant(), Json.createObjectBuilder()
                .add("redirect_uris", Json.createArrayBuilder().add("https://shop.example/")).build()));
        OidcSettings settings = new OidcSettings(node.settings);
        decision = new AuthorizationDecision(node.clients, new IssueCode(node.browserSessions, node.consents,
                node.clientSessions, new PushedRequests(node.sealedText,
                new SingleUse(node.database, clock), settings, clock), settings, node.database),
                node.pendingAuthorizations, node.subjects, new AuthorizationAnswers(settings), clock);
        signIn(bob);
    }

    /** In the same browser. */
    private void signIn(Identity identity) {
        Optional<SessionSecret> before = Optional.ofNullable(started).map(BrowserSessions.Started::secret);
        started = other.browserSessions.start(new BrowserSessions.Arrival(identity, Assurance.PASSWORD, false,
                Node.HOME, before));
    }

    private void pass(Duration time) {
        clock.advance(time);
        otherClock.advance(time);
    }

    private PendingAuthorization pending(String prompt, Duration maxAge, String hintedSubject) {
        return new PendingAuthorization("shop", "https://shop.example/", "query", List.of("openid"), null, null, null,
                prompt.isEmpty() ? List.of() : List.of(prompt), maxAge, List.of(), null, hintedSubject, List.of(), null,
                List.of(), List.of(), clock.instant(), null, Steps.NONE);
    }

    private PendingAuthorization pending(String prompt) {
        return pending(prompt, null, null);
    }

    private String answer(PendingAuthorization pending) {
        BrowserSession session = node.browserSessions.find(started.secret()).orElseThrow();
        return ((Reply.SeeOther) decision.decide(pending, Optional.of(session))).location();
    }

    private void assertCode(String answer) {
        assertTrue(answer.startsWith("https://shop.example/?code="), answer);
    }

    /** The request that waits on a page. */
    private PendingAuthorization assertLeadsTo(String page, String answer) {
        Matcher waiting = WAITING.matcher(answer);
        assertTrue(waiting.matches() && waiting.group(1).equals(page), answer);
        return other.pendingAuthorizations.open(waiting.group(2)).orElseThrow();
    }

    /** Signs in by the form of a request. */
    private PendingAuthorization signedIn(PendingAuthorization pending) {
        signIn(bob);
        PendingAuthorizations here = other.pendingAuthorizations;
        return here.open(here.sealSignedIn(pending, started.session())).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"login, signin, 0", "login, signin, 30", "login, signin, -30", "select_account, signin, -30",
        "create, signup, -30", "create, signup, 30"})
    void who_is_asked_to_does_so_once_whatever_the_clocks_say(String prompt, String page, int secondsAhead) {
        otherClock.advance(Duration.ofSeconds(secondsAhead));
        signIn(bob);
        pass(Duration.ofSeconds(5));

        PendingAuthorization waiting = assertLeadsTo(page, answer(pending(prompt)));
        pass(Duration.ofSeconds(5));

        assertCode(answer(signedIn(waiting)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60})
    void who_signed_in_too_long_ago_does_so_once(int seconds) {
        pass(Duration.ofSeconds(seconds).plusMillis(1));

        PendingAuthorization waiting = assertLeadsTo("signin", answer(pending("", Duration.ofSeconds(seconds), null)));
        PendingAuthorization signedIn = signedIn(waiting);
        pass(Duration.ofSeconds(70));

        assertCode(answer(signedIn));
    }

    @Test
    void who_signed_in_lately_need_not_for_max_age() {
        PendingAuthorization waiting = pending("", Duration.ofSeconds(60), null);
        pass(Duration.ofSeconds(60));

        assertCode(answer(waiting));
    }

    @Test
    void a_request_that_was_ready_before_the_person_signed_in_for_another_is_asked_about() {
        PendingAuthorization ready = pending("login");
        PendingAuthorization aged = pending("", Duration.ofSeconds(60), null);
        pass(Duration.ofSeconds(1));
        PendingAuthorization own = signedIn(pending("login"));

        assertLeadsTo("signin", answer(ready));
        assertCode(answer(own));
        assertCode(answer(aged));
        pass(Duration.ofSeconds(61));
        assertLeadsTo("signin", answer(aged));
    }

    @Test
    void a_sign_in_counts_for_no_other_session() {
        PendingAuthorization own = signedIn(pending("login"));
        signIn(node.register("ann").identity());
        assertLeadsTo("signin", answer(own));

        node.browserSessions.end(started.session().accountId(), started.session().id());
        signIn(bob);
        assertLeadsTo("signin", answer(own));
    }

    @Test
    void who_signs_in_but_is_not_the_one_that_was_meant_is_not_asked_again() {
        PendingAuthorization waiting = assertLeadsTo("signin", answer(pending("", null, "somebody else")));
        String answer = answer(signedIn(waiting));

        assertTrue(answer.startsWith("https://shop.example/?error=login_required"), answer);
    }

    @Test
    @DisplayName("RFC 6749 §4.1.2.1: a request that fits into no address of ours goes back to the client")
    void a_request_that_cannot_wait() {
        String hint = new Random(1).ints(6000, ' ', '~').mapToObj(Character::toString).collect(Collectors.joining());
        PendingAuthorization pending = new PendingAuthorization("shop", "https://shop.example/", "query",
                List.of("openid"), null, null, null, List.of("login"), null, List.of(), hint, null, List.of(), null,
                List.of(), List.of(), clock.instant(), null, Steps.NONE);

        assertTrue(answer(pending).startsWith("https://shop.example/?error=invalid_request&"), () -> answer(pending));
    }
}
