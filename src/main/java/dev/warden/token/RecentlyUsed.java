package dev.warden.token;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values that were used lately, up to a total size: beyond it, those that were not used for longest are dropped. */
final class RecentlyUsed<K, V> {

    private static final float USUAL_LOAD = 0.75f;

    private final int maxSize;
    private final Map<K, Sized<V>> sizedByKey = new LinkedHashMap<>(16, USUAL_LOAD, true);
    private long size;

    /** @param maxSize in the unit of the sizes that are given to {@link #keep} */
    RecentlyUsed(int maxSize) {
        this.maxSize = maxSize;
    }

    private record Sized<V>(V value, int size) {
    }

    synchronized Optional<V> find(K key) {
        return Optional.ofNullable(sizedByKey.get(key)).map(Sized::value);
    }

    /** Adds a value, or replaces the one with its key. */
    synchronized void keep(K key, V value, int sizeOfBoth) {
        Sized<V> before = sizedByKey.put(key, new Sized<>(value, sizeOfBoth));
        size += sizeOfBoth - (before == null ? 0 : before.size);
        Iterator<Sized<V>> longestUnused = sizedByKey.values().iterator();
        while (size > maxSize) {
            size -= longestUnused.next().size;
            longestUnused.remove();
        }
    }
}
