package dev.warden.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The accounts that have new sessions and may have too many by now. To look costs a query, so only one new session in
 * 256, chosen by its random id, is a reason to: who opens thousands is noticed, and nobody else pays for it.
 */
public final class GrowingAccounts {

    private static final String CHOSEN = "00";

    private final Set<String> accountIds = ConcurrentHashMap.newKeySet();

    /** @param sessionId of a new session: a random UUID */
    public void add(String accountId, String sessionId) {
        if (sessionId.startsWith(CHOSEN)) {
            accountIds.add(accountId);
        }
    }

    /** Looks at each account that was added since the last time. If that fails, it is done as it grows. */
    public void look(Consumer<String> atAccountId) {
        for (String accountId : accountIds) {
            accountIds.remove(accountId);
            atAccountId.accept(accountId);
        }
    }
}
