import java.util.Arrays;

/** Counts of latencies in microseconds, in buckets at most 1.6 % wide: 64 to each power of two. */
final class Histogram {
    private static final int BITS = 6;
    private static final int PER_POWER = 1 << BITS;

    private final long[] counts = new long[(Long.SIZE - BITS) * PER_POWER];
    private long total;

    void record(long micros) {
        counts[bucket(Math.max(0, micros))]++;
        total++;
    }

    void add(Histogram other) {
        Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
        total += other.total;
    }

    long total() {
        return total;
    }

    /** @return milliseconds that this share of the operations did not exceed; NaN if there were none */
    double millis(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < counts.length && total > 0; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upperEdge(i) / 1000.0;
            }
        }
        return Double.NaN;
    }

    private static int bucket(long value) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - BITS - 1);
        return shift * PER_POWER + (int) (value >>> shift);
    }

    private static long upperEdge(int bucket) {
        int shift = Math.max(0, bucket / PER_POWER - 1);
        return ((long) (bucket - shift * PER_POWER) << shift) + (1L << shift) - 1;
    }
}
