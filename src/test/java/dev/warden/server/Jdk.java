package dev.warden.server;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** Finds a JDK of a version on this machine. */
final class Jdk {

    private static final Path OF_THE_SYSTEM = Path.of("/usr/lib/jvm");

    private Jdk() {
    }

    /** This one if it is of that version, or what {@code JAVA<version>_HOME} names, or one in the system's folder. */
    static Optional<Path> ofVersion(int version) {
        if (Runtime.version().feature() == version) {
            return Optional.of(Path.of(System.getProperty("java.home")));
        }
        return Optional.ofNullable(System.getenv("JAVA" + version + "_HOME")).map(Path::of)
                .or(() -> inTheSystemsFolder(version));
    }

    private static Optional<Path> inTheSystemsFolder(int version) {
        if (!Files.isDirectory(OF_THE_SYSTEM)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(OF_THE_SYSTEM)) {
            for (Path home : homes) {
                if (Files.isExecutable(home.resolve("bin/javac")) && versionOf(home) == version) {
                    return Optional.of(home);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the file {@code release} of every JDK says: {@code JAVA_VERSION="17.0.15"}. */
    private static int versionOf(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        }
        String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
        return Runtime.Version.parse(version).feature();
    }
}
