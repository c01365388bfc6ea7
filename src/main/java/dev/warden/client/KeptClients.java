package dev.warden.client;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The clients that a node has in memory. Those that registered themselves have room of their own, so that strangers can
 * neither fill the memory nor displace an operator's. Beyond it those are dropped that were asked for the longest ago.
 */
final class KeptClients {

    /**
     * Of the clients of one origin, in characters of their metadata. These take up to six octets each, because a short
     * text takes several times its length.
     */
    static final int MAX_WEIGHT = 4 * 1024 * 1024;
    /** What a client takes that has hardly any metadata. */
    private static final int LEAST_WEIGHT = 1024;

    private final Group declared = new Group();
    private final Group registered = new Group();

    /** @param isUnused whether it registered itself and, as far as this node knows, was never given a token */
    record Known(RegisteredClient client, AtomicBoolean isUnused, int weight) {

        static Known of(ClientRows.Row row) {
            return new Known(row.client(), new AtomicBoolean(row.isUnused()), LEAST_WEIGHT + row.length());
        }
    }

    synchronized Optional<Known> find(String id) {
        Known known = declared.byId.get(id);
        return Optional.ofNullable(known == null ? registered.byId.get(id) : known);
    }

    synchronized void keep(Known known) {
        forget(known.client.id());
        (known.client.origin() == Origin.DECLARED ? declared : registered).add(known);
    }

    synchronized void forget(String id) {
        declared.remove(id);
        registered.remove(id);
    }

    synchronized void clear() {
        declared.clear();
        registered.clear();
    }

    private static final class Group {

        /** Those that were asked for the longest ago come first. */
        private final Map<String, Known> byId = new LinkedHashMap<>(16, 0.75f, true);
        private int weight;

        void add(Known known) {
            byId.put(known.client.id(), known);
            weight += known.weight;
            Iterator<Known> eldestFirst = byId.values().iterator();
            while (weight > MAX_WEIGHT) {
                weight -= eldestFirst.next().weight;
                eldestFirst.remove();
            }
        }

        void remove(String id) {
            Known known = byId.remove(id);
            weight -= known == null ? 0 : known.weight;
        }

        void clear() {
            byId.clear();
            weight = 0;
        }
    }
}
