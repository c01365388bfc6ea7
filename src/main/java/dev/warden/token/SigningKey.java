package dev.warden.token;

import java.time.Instant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A key of a {@link KeySeries}, sealed under the master key. */
@Entity
@Table(name = "signing_key")
public class SigningKey {

    /** Header {@code kid} of the tokens it signed. */
    @Id
    private String id;
    @Column(name = "profile")
    private String series;
    /** Numbers the keys of a series from 1. A unique index on it lets one of several nodes create the next key. */
    private int generation;
    private String algorithm;
    @Column(name = "sealed_jwk")
    private String sealedJwk;
    @Column(name = "created_at")
    private Instant createdAt;
    @Column(name = "signs_from")
    private Instant signsFrom;
    /** Null until it is replaced or revoked; from then on, when it is good for nothing any more. */
    @Column(name = "gone_at")
    private Instant goneAt;

    protected SigningKey() {
    }

    SigningKey(String id, String series, int generation, SigningAlgorithm algorithm, String sealedJwk,
            Instant createdAt, Instant signsFrom) {
        this.id = id;
        this.series = series;
        this.generation = generation;
        this.algorithm = algorithm.identifier();
        this.sealedJwk = sealedJwk;
        this.createdAt = createdAt;
        this.signsFrom = signsFrom;
    }

    /** The place that it is sealed for: it cannot be opened as anything else. */
    static String place(String id, String series, SigningAlgorithm algorithm) {
        return "signing-key/" + series + "/" + algorithm.identifier() + "/" + id;
    }

    String place() {
        return place(id, series, algorithm());
    }

    String id() {
        return id;
    }

    int generation() {
        return generation;
    }

    SigningAlgorithm algorithm() {
        return SigningAlgorithm.of(algorithm);
    }

    String sealedJwk() {
        return sealedJwk;
    }

    Instant signsFrom() {
        return signsFrom;
    }

    /** Whether it ever had a successor. */
    boolean isRetired() {
        return goneAt != null;
    }

    boolean isGone(Instant now) {
        return goneAt != null && !now.isBefore(goneAt);
    }
}
