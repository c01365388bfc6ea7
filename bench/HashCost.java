import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * CPU milliseconds of one Argon2id hash with the libraries of the WAR, found as Warden finds them: libsodium where it
 * loads, Bouncy Castle elsewhere.
 *
 * <p>{@code java -cp 'WEB-INF/lib/*:WEB-INF/classes' bench/HashCost.java 19456 2 auto} measures once. With {@code --on-request} before
 * the parameters it warms up, prints the implementation, and then answers every line of its input with two figures:
 * alone, and with one hash a core at once. It ends with its input.
 */
public final class HashCost {

    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final byte[] PASSWORD = "rahasia-rahasia".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final long WARM_UP_NANOS = 4_000_000_000L;
    private static final long MEASURED_NANOS = 1_000_000_000L;
    private static final Map<String, String> BUILDS = Map.of("linux-x86-64", "linux64/libsodium.so",
            "linux-aarch64", "arm64/libsodium.so");
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private interface Hasher {
        byte[] hash(byte[] salt);
    }

    private HashCost() {
    }

    public static void main(String[] arguments) throws Exception {
        boolean onRequest = arguments.length == 4 && arguments[0].equals("--on-request");
        if (!onRequest && arguments.length != 3) {
            System.err.println("java -cp 'LIB/*' bench/HashCost.java [--on-request] KIB PASSES auto|off");
            System.exit(2);
        }
        String[] parameters = Arrays.copyOfRange(arguments, onRequest ? 1 : 0, arguments.length);
        Hasher java = bouncyCastle(Integer.parseInt(parameters[0]), Integer.parseInt(parameters[1]));
        Hasher hasher = parameters[2].equals("off") ? java
                : sodiumOr(java, Integer.parseInt(parameters[0]), Integer.parseInt(parameters[1]));
        String implementation = hasher == java ? "Bouncy Castle" : "libsodium";
        cpuMillis(hasher, CORES, WARM_UP_NANOS);
        if (onRequest) {
            answer(hasher, implementation);
        } else {
            System.out.printf(Locale.ROOT, "Argon2id %s KiB t=%s p=1, %s: %.2f CPU ms alone, %.2f one a core (%d)%n",
                    parameters[0], parameters[1], implementation, cpuMillis(hasher, 1, MEASURED_NANOS),
                    cpuMillis(hasher, CORES, MEASURED_NANOS), CORES);
        }
    }

    private static void answer(Hasher hasher, String implementation) throws IOException, InterruptedException {
        System.out.println(implementation);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        while (requests.readLine() != null) {
            System.out.printf(Locale.ROOT, "%.4f %.4f%n", cpuMillis(hasher, 1, MEASURED_NANOS),
                    cpuMillis(hasher, CORES, MEASURED_NANOS));
        }
    }

    /** Of the process, not of the threads: collecting what a hash in Java allocates is part of its cost. */
    private static double cpuMillis(Hasher hasher, int threads, long nanos) throws InterruptedException {
        AtomicLong hashes = new AtomicLong();
        long cpuBefore = processCpuNanos();
        long end = System.nanoTime() + nanos;
        Thread[] workers = IntStream.range(0, threads).mapToObj(i -> new Thread(() -> {
            byte[] salt = new byte[SALT_BYTES];
            while (System.nanoTime() - end < 0) {
                salt[0]++;
                hasher.hash(salt);
                hashes.incrementAndGet();
            }
        })).toArray(Thread[]::new);
        for (Thread worker : workers) {
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return (processCpuNanos() - cpuBefore) / 1e6 / hashes.get();
    }

    private static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Hasher sodiumOr(Hasher java, int kibibytes, int passes) {
        try {
            Hasher sodium = sodium(kibibytes, passes);
            byte[] salt = new byte[SALT_BYTES];
            if (Arrays.equals(sodium.hash(salt), java.hash(salt))) {
                return sodium;
            }
            System.err.println("libsodium and Bouncy Castle disagree; Bouncy Castle is measured");
        } catch (LinkageError | RuntimeException | IOException e) {
            System.err.println("libsodium does not load, Bouncy Castle is measured: " + e);
        }
        return java;
    }

    private static Hasher sodium(int kibibytes, int passes) throws IOException {
        load();
        NativeLong bytes = new NativeLong(kibibytes * 1024L);
        int argon2id = 2; // crypto_pwhash_ALG_ARGON2ID13
        return salt -> {
            byte[] hash = new byte[HASH_BYTES];
            if (Sodium.crypto_pwhash(hash, HASH_BYTES, PASSWORD, PASSWORD.length, salt, passes, bytes, argon2id) != 0) {
                throw new IllegalStateException("libsodium refused these parameters");
            }
            return hash;
        };
    }

    private static void load() throws IOException {
        String build = BUILDS.get(Platform.RESOURCE_PREFIX);
        if (build == null) {
            throw new UnsatisfiedLinkError("no build for " + Platform.RESOURCE_PREFIX);
        }
        Path library = Files.createTempFile("hash-cost-", build.replace('/', '-'));
        try (InputStream packed = HashCost.class.getResourceAsStream("/dev/warden/password/libsodium/" + build)) {
            Files.copy(packed, library, StandardCopyOption.REPLACE_EXISTING);
            Native.register(Sodium.class, NativeLibrary.getInstance(library.toString()));
        } finally {
            Files.delete(library);
        }
        Sodium.sodium_init();
    }

    private static final class Sodium {
        static native int sodium_init();

        static native int crypto_pwhash(byte[] out, long outLength, byte[] password, long passwordLength, byte[] salt,
                long passes, NativeLong octets, int algorithm);
    }

    private static Hasher bouncyCastle(int kibibytes, int passes) {
        return salt -> {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13).withMemoryAsKB(kibibytes)
                    .withIterations(passes).withParallelism(1).withSalt(salt).build());
            byte[] hash = new byte[HASH_BYTES];
            generator.generateBytes(PASSWORD, hash);
            return hash;
        };
    }
}
