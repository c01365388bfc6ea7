package dev.warden.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The folder of a process for the server's own files. A process that ends still uses it after it has left its port, so
 * whoever starts next waits for a lock, which is on a file beside the folder and ends with the process.
 */
final class WorkFolder {

    /** The launcher ends within 19. */
    private static final long PATIENCE_SECONDS = 20;
    private static final long PAUSE_MILLIS = 100;

    /** Referenced here, because a lock that nobody refers to is collected and released. */
    private static FileLock lock;

    private WorkFolder() {
    }

    /** Empties the folder, for this process alone. */
    static void take(Path folder) throws Refusal, InterruptedException {
        try {
            Files.createDirectories(folder.getParent());
            lock = lock(folder.resolveSibling(folder.getFileName() + ".lock"));
            empty(folder);
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new Refusal("Warden cannot start: the folder " + folder + " cannot be used: " + e);
        }
    }

    private static FileLock lock(Path file) throws IOException, Refusal, InterruptedException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        FileLock taken = channel.tryLock();
        while (taken == null) {
            if (System.nanoTime() - end > 0) {
                throw new Refusal("Warden cannot start: another process uses the folder beside " + file);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            taken = channel.tryLock();
        }
        return taken;
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
