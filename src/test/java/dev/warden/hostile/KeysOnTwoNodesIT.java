package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.RunningWarden;
import dev.warden.Token;
import dev.warden.WardenClient;
import dev.warden.database.MariaDb;

/**
 * With the statements that operators are told to use. A node looks for keys every half a minute, so these take a while.
 */
@DisplayName("Signing keys of two nodes on one MariaDB")
@Tag("process")
@Tag("node")
class KeysOnTwoNodesIT {

    private static final String DATABASE = "keys_of_nodes";
    private static final Path CLIENTS = Path.of("src", "test", "resources", "oidc", "declared.yaml").toAbsolutePath();
    private static final String CLIENT = "report-es256:report-secret-0123456789abcdef012345";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private static List<RunningWarden> nodes = List.of();
    private static WardenClient a;
    private static WardenClient b;

    @BeforeAll
    static void start() {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        String masterKey = Nodes.newMasterKey();
        List<RunningWarden.Launch> launches = List.of(node(masterKey), node(masterKey));
        nodes = AtOnce.times(launches.size(), number -> launches.get(number).start());
        a = client(nodes.get(0));
        b = client(nodes.get(1));
    }

    @AfterAll
    static void end() {
        nodes.forEach(RunningWarden::close);
    }

    private static RunningWarden.Launch node(String masterKey) {
        return Nodes.onMariaDb(DATABASE, masterKey).with("warden.declared.file", CLIENTS.toString())
                .with("warden.keys.lead", "PT40S");
    }

    private static WardenClient client(RunningWarden node) {
        return node.client().fromAfar().with("Content-Type", "application/x-www-form-urlencoded")
                .with("Authorization", "Basic "
                + Base64.getEncoder().encodeToString(CLIENT.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void are_known_to_both_before_either_signs_with_them() {
        String first = issued(a).jwt();
        String old = kid(issued(a));
        assertEquals(old, kid(issued(b)));
        MariaDb.running().run("UPDATE " + DATABASE + ".signing_key SET signs_from = '2000-01-01 00:00:00'"
                + " WHERE gone_at IS NULL");

        Set<String> signedWith = Set.of(old);
        for (long end = System.nanoTime() + PATIENCE.toNanos(); signedWith.contains(old); Service.pause(PAUSE)) {
            assertTrue(System.nanoTime() < end, "no new key after " + PATIENCE);
            signedWith = Stream.of(kidOfOneThatTheOtherKnew(a, b), kidOfOneThatTheOtherKnew(b, a))
                    .collect(Collectors.toSet());
        }

        assertEquals(1, signedWith.size(), signedWith::toString);
        assertTrue(isActive(a, first) && isActive(b, first), "what the old key signed goes on being good");
    }

    /** Asks one node for its keys, and after that the other one for a token. */
    private static String kidOfOneThatTheOtherKnew(WardenClient signs, WardenClient verifies) {
        Set<String> known = published(verifies);
        Token token = issued(signs);
        assertTrue(known.contains(kid(token)),
                () -> "signed by a key that the other node did not publish: " + token.header());
        assertTrue(isActive(verifies, token.jwt()), token::header);
        return kid(token);
    }

    @Test
    void that_are_revoked_are_good_for_nothing_on_either() {
        String revoked = kid(issued(a));
        String signed = issued(b).jwt();
        assertTrue(isActive(a, signed) && isActive(b, signed));
        long revokedAt = System.nanoTime();
        MariaDb.running().run("UPDATE " + DATABASE + ".signing_key SET gone_at = UTC_TIMESTAMP(3) WHERE id = '"
                + revoked + "'");

        for (long end = revokedAt + PATIENCE.toNanos(); isActive(a, signed) || isActive(b, signed);
                Service.pause(PAUSE)) {
            assertTrue(System.nanoTime() < end, "good after " + PATIENCE);
        }
        Figures.tell("from a key's revocation to its end on both nodes",
                Duration.ofNanos(System.nanoTime() - revokedAt));

        Token next = issued(a);
        assertNotEquals(revoked, kid(next));
        assertEquals(kid(next), kid(issued(b)));
        assertTrue(isActive(b, next.jwt()));
        assertTrue(!published(a).contains(revoked) && !published(b).contains(revoked));
    }

    private static Token issued(WardenClient node) {
        HttpResponse<String> answer = node.post("oauth2/token", "grant_type=client_credentials");
        assertEquals(200, answer.statusCode(), answer.body());
        return Token.in(answer.body()).get(0);
    }

    private static boolean isActive(WardenClient node, String token) {
        HttpResponse<String> answer = node.post("oauth2/introspect", "token=" + token);
        assertEquals(200, answer.statusCode(), answer.body());
        return WardenClient.json(answer).getBoolean("active");
    }

    private static Set<String> published(WardenClient node) {
        return WardenClient.json(node.get("oauth2/jwks")).getJsonArray("keys").getValuesAs(JsonObject.class).stream()
                .map(key -> key.getString("kid")).collect(Collectors.toSet());
    }

    private static String kid(Token token) {
        return WardenClient.json(token.header()).getString("kid");
    }
}
