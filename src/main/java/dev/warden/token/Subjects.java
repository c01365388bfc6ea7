package dev.warden.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;

import javax.crypto.Mac;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;
import dev.warden.client.SubjectType;
import dev.warden.platform.DatabaseReady;

/**
 * By which identifier a client knows a person: claim {@code sub} (OpenID Connect Core §8). A pairwise one is an HMAC
 * over the client's sector and the account, under a key that is never replaced, because identifiers must stay.
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

    /** Makes the key if there is none. Called once at start. */
    public void prepare() {
        keys.prepare(SERIES);
    }

    /** Core §8.1: "The Subject Identifier value MUST NOT be reversible by any party other than the OpenID Provider." */
    public String of(String accountId, RegisteredClient client) {
        return client.subjects().type() == SubjectType.PUBLIC ? accountId : pairwise(accountId, client.subjects()
                .sector());
    }

    private String pairwise(String accountId, String sector) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(keys.signing(SERIES).signing());
            // No host has a NUL, so no two pairs are one text.
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    mac.doFinal((sector + '\0' + accountId).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC is part of every Java platform", e);
        }
    }
}
