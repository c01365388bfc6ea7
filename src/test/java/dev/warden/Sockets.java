package dev.warden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a process listens on, from proc(5): a line of {@code /proc/net/tcp} belongs to the process that has its inode as
 * a descriptor. Linux only.
 */
final class Sockets {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";
    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    private Sockets() {
    }

    static boolean canBeSeen() {
        return Files.isReadable(PROC.resolve("net/tcp"));
    }

    /** TCP listeners as {@code hexadecimal address:port}, and every UDP socket as {@code udp …}. */
    static Set<String> openedBy(long pid) throws IOException {
        Set<String> inodes = inodesOf(pid);
        Set<String> opened = new TreeSet<>();
        for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
            boolean udp = protocol.startsWith("udp");
            for (String[] socket : table(protocol)) {
                if (inodes.contains(socket[INODE]) && (udp || LISTENING.equals(socket[STATE]))) {
                    opened.add((udp ? "udp " : "") + socket[LOCAL_ADDRESS]);
                }
            }
        }
        return opened;
    }

    /**
     * How 127.0.0.1 and a port stand there: as IPv4, or mapped to IPv6. Octets are in this machine's order, groups of
     * four.
     */
    static Set<String> loopback(int port) {
        String hex = String.format(":%04X", port);
        return Set.of("0100007F" + hex, "0000000000000000FFFF00000100007F" + hex);
    }

    private static List<String[]> table(String protocol) throws IOException {
        Path table = PROC.resolve("net").resolve(protocol);
        List<String[]> rows = new ArrayList<>();
        if (Files.exists(table)) {
            List<String> lines = Files.readAllLines(table);
            lines.subList(1, lines.size()).forEach(line -> rows.add(line.strip().split("\\s+")));
        }
        return rows;
    }

    private static Set<String> inodesOf(long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(PROC.resolve(Long.toString(pid)).resolve("fd"))) {
            return descriptors.map(Sockets::target).filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
