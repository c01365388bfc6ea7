package dev.warden.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;
import dev.warden.client.SubjectType;
import dev.warden.platform.DatabaseReady;
import dev.warden.platform.HmacSha256;

/**
 * The identifiers by which a client knows a person, claim {@code sub} (OpenID Connect Core §8), and a person's session,
 * claim {@code sid} (Front-Channel Logout §3). Pairwise ones are HMACs over the client's sector and the account, or
 * over the client and the session. Their key is never replaced, because identifiers must not change.
 */
@ApplicationScoped
public class Subjects {

    private static final KeySeries SERIES = new Series();

    private final SigningKeys keys;

    @Inject
    public Subjects(SigningKeys keys) {
        this.keys = keys;
    }

    protected Subjects() {
        this(null);
    }

    private record Series() implements KeySeries {
        @Override
        public String name() {
            return "oidc-pairwise";
        }

        @Override
        public SigningAlgorithm algorithm() {
            return SigningAlgorithm.HS256;
        }

        @Override
        public Duration longestLifetime() {
            return Duration.ofDays(36_500);
        }

        @Override
        public boolean isReplaced() {
            return false;
        }
    }

    void start(@Observes DatabaseReady ready) {
        prepare();
    }

    /** Creates the key if there is none. Called once at start. */
    public void prepare() {
        keys.prepare(SERIES);
    }

    /** Core §8.1: "The Subject Identifier value MUST NOT be reversible by any party other than the OpenID Provider." */
    public String of(String accountId, RegisteredClient client) {
        // No host contains a NUL, so no two pairs become the same text.
        return client.subjects().type() == SubjectType.PUBLIC ? accountId
                : digest(client.subjects().sector() + '\0' + accountId);
    }

    /**
     * The {@code sid} by which a client knows a session. Clients with pairwise subjects have one each; otherwise two of
     * them could tell that they have the same person.
     */
    public String sid(String browserSessionId, RegisteredClient client) {
        // No sector begins like this.
        return client.subjects().type() == SubjectType.PUBLIC ? browserSessionId
                : digest("\0sid\0" + client.id() + '\0' + browserSessionId);
    }

    private String digest(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(
                HmacSha256.of(keys.signing(SERIES).signing(), text.getBytes(StandardCharsets.UTF_8)));
    }
}
