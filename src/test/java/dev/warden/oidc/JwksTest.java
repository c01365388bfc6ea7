package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.database.Engine;
import dev.warden.token.KeySettings;

@DisplayName("The JWK Set (RFC 7517 §5)")
class JwksTest {

    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT1M, 30", "PT9M59S, 299", "PT10M, 300", "P7D, 300"})
    void may_be_cached_for_half_of_the_lead_and_for_five_minutes_at_most(String lead, int seconds)
            throws SQLException {
        Node node = Node.on(Engine.H2.emptyStore(), new MutableClock(), Map.of("warden.keys.lead", lead));
        node.prepareProviderKeys();

        Reply.Document jwks = assertInstanceOf(Reply.Document.class,
                new Jwks(node.providerKeys, new KeySettings(node.settings)).answer(null));

        assertEquals(Map.of("Cache-Control", "public, max-age=" + seconds), jwks.headers());
    }
}
