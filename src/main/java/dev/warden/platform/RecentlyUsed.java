package dev.warden.platform;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Values that were used lately, up to a total size: beyond it, those that were not used for longest are dropped. */
public final class RecentlyUsed<K, V> {

    private static final float USUAL_LOAD = 0.75f;

    private final int maxSize;
    private final Map<K, Sized<V>> sizedByKey = new LinkedHashMap<>(16, USUAL_LOAD, true);
    private long size;

    /** @param maxSize in the unit of the sizes that are given to {@link #keep} */
    public RecentlyUsed(int maxSize) {
        this.maxSize = maxSize;
    }

    private record Sized<V>(V value, int size) {
    }

    public synchronized Optional<V> find(K key) {
        return Optional.ofNullable(sizedByKey.get(key)).map(Sized::value);
    }

    /** Adds a value, or replaces the one with its key. */
    public synchronized void keep(K key, V value, int sizeOfBoth) {
        forget(key);
        sizedByKey.put(key, new Sized<>(value, sizeOfBoth));
        size += sizeOfBoth;
        Iterator<Sized<V>> longestUnused = sizedByKey.values().iterator();
        while (size > maxSize) {
            size -= longestUnused.next().size;
            longestUnused.remove();
        }
    }

    public synchronized void forget(K key) {
        Sized<V> forgotten = sizedByKey.remove(key);
        size -= forgotten == null ? 0 : forgotten.size;
    }

    public synchronized void clear() {
        sizedByKey.clear();
        size = 0;
    }
}
