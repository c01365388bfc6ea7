import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

record ServerProcess(long pid) {

    /** Whoever owns the listening socket of this port, if the host is this machine and the system is Linux. */
    static Optional<ServerProcess> listeningOn(String host, int port) {
        try {
            if (!InetAddress.getByName(host).isLoopbackAddress()) {
                return Optional.empty();
            }
            Set<String> sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6").map(Path::of).filter(Files::exists)
                    .flatMap(table -> lines(table).stream()).flatMap(line -> listener(line, port).stream())
                    .map(inode -> "socket:[" + inode + "]").collect(Collectors.toSet());
            return ProcessHandle.allProcesses().map(ProcessHandle::pid).filter(pid -> hasOpen(pid, sockets))
                    .findFirst().map(ServerProcess::new);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** utime and stime, proc(5), /proc/PID/stat fields 14 and 15. The second field may contain blanks and brackets. */
    double cpuMillis() {
        String stat = lines(proc("stat")).get(0);
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Clock.millis(Long.parseLong(fields[14 - 3]) + Long.parseLong(fields[15 - 3]));
    }

    /** MiB now (VmRSS) or at most so far (VmHWM). */
    long mebibytes(String field) {
        return lines(proc("status")).stream().filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024).findFirst().orElse(-1);
    }

    /** Heap and collector as on its command line: with others, a hash in Java can cost three times as much. */
    List<String> memoryOptions() {
        return Stream.of(String.join("", lines(proc("cmdline"))).split("\0"))
                .filter(option -> option.matches("-Xm[nsx]\\w+|-XX:\\+Use\\w+GC")).toList();
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid), file);
    }

    private static Optional<String> listener(String line, int port) {
        String[] fields = line.strip().split(" +");
        boolean listens = fields[1].endsWith(String.format(":%04X", port)) && fields[3].equals("0A");
        return listens ? Optional.of(fields[9]) : Optional.empty();
    }

    private static boolean hasOpen(long pid, Set<String> sockets) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.anyMatch(descriptor -> sockets.contains(target(descriptor)));
        } catch (IOException | UncheckedIOException endedOrNotOurs) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new Abort("The server process is gone: no " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
