package dev.warden.platform;

import java.util.HashMap;
import java.util.Map;

/**
 * Limits concurrent work, in total and per user, so that one slow user keeps nobody else out. There is no queue, so no
 * thread is kept waiting.
 */
final class ConcurrencyLimit {

    private final int all;
    private final int each;
    private final Map<String, Integer> takenByWhom = new HashMap<>();
    private int taken;

    /**
     * @param all  places in all
     * @param each of them for one
     */
    ConcurrencyLimit(int all, int each) {
        this.all = all;
        this.each = each;
    }

    /**
     * Takes a place, to be {@link #giveBack given back}.
     *
     * @return whether there was one
     */
    synchronized boolean take(String whose) {
        int own = takenByWhom.getOrDefault(whose, 0);
        if (taken >= all || own >= each) {
            return false;
        }
        takenByWhom.put(whose, own + 1);
        taken++;
        return true;
    }

    synchronized void giveBack(String whose) {
        takenByWhom.computeIfPresent(whose, (key, own) -> own == 1 ? null : own - 1);
        taken--;
    }
}
