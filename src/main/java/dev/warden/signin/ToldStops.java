package dev.warden.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the log was told about guessing that was stopped, so that whoever goes on guessing does not fill it. In memory,
 * by each node.
 */
final class ToldStops {

    /** Beyond this number the one that ends first is dropped, and may be told again. */
    private static final int MAX_KEPT = 10_000;

    private final Duration window;
    /** When each ends; in that order, because all are equally long. */
    private final Map<String, Instant> endsAt = new LinkedHashMap<>();

    ToldStops(Duration window) {
        this.window = window;
    }

    /** Whether this is the first of its kind in the window that it begins. */
    synchronized boolean isFirst(String kind, Instant now) {
        Iterator<Instant> eldestFirst = endsAt.values().iterator();
        while (eldestFirst.hasNext() && !now.isBefore(eldestFirst.next())) {
            eldestFirst.remove();
        }
        if (endsAt.putIfAbsent(kind, now.plus(window)) != null) {
            return false;
        }
        if (endsAt.size() > MAX_KEPT) {
            endsAt.remove(endsAt.keySet().iterator().next());
        }
        return true;
    }
}
