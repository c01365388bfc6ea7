package dev.warden.client;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.warden.platform.RecentlyUsed;

/**
 * The clients that a node has in memory. Those that registered themselves have room of their own, so that strangers can
 * neither fill the memory nor displace an operator's.
 */
final class KeptClients {

    /**
     * Of the clients of one origin, in characters of their metadata. These take up to six octets each, because a short
     * text takes several times its length.
     */
    static final int MAX_WEIGHT = 4 * 1024 * 1024;
    /** What a client takes that has hardly any metadata. */
    private static final int LEAST_WEIGHT = 1024;

    private final RecentlyUsed<String, Known> declared = new RecentlyUsed<>(MAX_WEIGHT);
    private final RecentlyUsed<String, Known> registered = new RecentlyUsed<>(MAX_WEIGHT);

    /** @param isUnused whether it registered itself and, as far as this node knows, was never given a token */
    record Known(RegisteredClient client, AtomicBoolean isUnused, int weight) {

        static Known of(ClientRows.Row row) {
            return new Known(row.client(), new AtomicBoolean(row.isUnused()), LEAST_WEIGHT + row.length());
        }
    }

    synchronized Optional<Known> find(String id) {
        return declared.find(id).or(() -> registered.find(id));
    }

    synchronized void keep(Known known) {
        forget(known.client.id());
        (known.client.origin() == Origin.DECLARED ? declared : registered)
                .keep(known.client.id(), known, known.weight);
    }

    synchronized void forget(String id) {
        declared.forget(id);
        registered.forget(id);
    }

    synchronized void clear() {
        declared.clear();
        registered.clear();
    }
}
