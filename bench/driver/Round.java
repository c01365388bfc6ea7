import java.util.Optional;

/** A slice and the cost of a hash right before and after it. */
record Round(Slice slice, Optional<HashMillis> hash) {
}
