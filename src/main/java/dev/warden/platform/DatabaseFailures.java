package dev.warden.platform;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Classifies exceptions of the database, however the container and the provider wrapped them. */
final class DatabaseFailures {

    /** MariaDB: lock wait time-out, deadlock, and a row that changed after it was read. */
    private static final Set<Integer> MARIADB_CONFLICTS = Set.of(1205, 1213, 1020);

    /** H2: lock time-out and deadlock. */
    private static final Set<Integer> H2_CONFLICTS = Set.of(50200, 40001);

    /** MariaDB, H2. */
    private static final Set<Integer> DUPLICATES = Set.of(1062, 23505);

    /** MariaDB, which has no SQLSTATE for it: other characters than ASCII compared with a column of ASCII. */
    private static final Set<Integer> ILLEGAL_COMPARISONS = Set.of(1267, 1270, 1271);

    private static final int MAX_CAUSES = 20;

    private DatabaseFailures() {
    }

    /** Whether it is a deadlock or serialization failure: the same transaction may succeed when it is run again. */
    static boolean isConflict(Throwable failure) {
        return anyCause(failure, e -> MARIADB_CONFLICTS.contains(e.getErrorCode())
                || H2_CONFLICTS.contains(e.getErrorCode()) || startsWith(e, "40"));
    }

    /**
     * Whether a unique index refused a row. SQLSTATE class 23 does not tell: it is also that of a NULL or of a foreign
     * key, which would be refused again.
     */
    static boolean isDuplicate(Throwable failure) {
        return anyCause(failure, e -> DUPLICATES.contains(e.getErrorCode()));
    }

    /**
     * Whether the statement or its data are wrong, which is a bug in Warden: SQLSTATE classes 21, 22, 23 and 42, and
     * texts that cannot be compared.
     */
    static boolean isBug(Throwable failure) {
        return anyCause(failure, e -> ILLEGAL_COMPARISONS.contains(e.getErrorCode())
                || Stream.of("21", "22", "23", "42").anyMatch(state -> startsWith(e, state)));
    }

    /** Whether the database is down and may answer later. Refused credentials (SQLSTATE class 28) do not count. */
    static boolean isOutage(Throwable failure) {
        return isOfDatabase(failure) && !isBug(failure) && !anyCause(failure, e -> startsWith(e, "28"));
    }

    /** Whether the failure comes from the database at all. */
    static boolean isOfDatabase(Throwable failure) {
        return anyCause(failure, e -> true);
    }

    /** What the driver said, with its causes. Around it there may be many exceptions of the container. */
    static String reason(SQLException failure) {
        List<Throwable> causes = causes(failure).toList();
        int said = 0;
        for (int i = 0; i < causes.size(); i++) {
            said = causes.get(i) instanceof SQLException ? i : said;
        }
        return causes.get(said).getMessage() + causes.stream().skip(said + 1L).map(cause -> " <- " + cause)
                .collect(Collectors.joining());
    }

    /** With the failure itself, and not without end. */
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES);
    }

    private static boolean anyCause(Throwable failure, Predicate<SQLException> test) {
        return causes(failure).anyMatch(cause -> cause instanceof SQLException e && test.test(e));
    }

    private static boolean startsWith(SQLException e, String stateClass) {
        return e.getSQLState() != null && e.getSQLState().startsWith(stateClass);
    }
}
