/**
 * CPU milliseconds of one hash.
 *
 * @param alone    when nothing else runs
 * @param together when as many as there are cores run at once and fight for caches and memory
 */
record HashMillis(double alone, double together) {
    HashMillis mean(HashMillis other) {
        return new HashMillis((alone + other.alone) / 2, (together + other.together) / 2);
    }
}
