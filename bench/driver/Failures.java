import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The first of each kind of failure; the rest are only counted. */
final class Failures {
    private final Map<String, String> firstOfEach = new ConcurrentSkipListMap<>();

    void note(Contract contract, Operation operation, String what) {
        // The kind is the status and not the body, in which ids and instants differ.
        String kind = contract.name() + " " + operation.title + " " + what.split(" ", 2)[0];
        firstOfEach.putIfAbsent(kind, contract.name() + " " + operation.title + ": " + what);
    }

    boolean none() {
        return firstOfEach.isEmpty();
    }

    List<String> samples() {
        return List.copyOf(firstOfEach.values());
    }
}
