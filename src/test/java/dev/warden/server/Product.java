package dev.warden.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How servers are administered, in lower case with hyphens in the matrix. */
public enum Product {

    /** Payara Server and GlassFish. */
    ASADMIN {
        @Override
        public ApplicationServer installed(Installation installation) {
            return new Asadmin(installation);
        }
    },

    WILDFLY {
        @Override
        public ApplicationServer installed(Installation installation) {
            return new WildFly(installation);
        }

        @Override
        public String poolName() {
            return "java:/jdbc/warden";
        }
    },

    PAYARA_MICRO {
        @Override
        public ApplicationServer installed(Installation installation) {
            return JavaJar.payaraMicro(installation);
        }
    };

    public static Product named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static final Path DOCUMENTS = Path.of("docs", "servers");

    /** A file that administrators are told to use. */
    public static Path documented(String name) {
        return DOCUMENTS.resolve(name).toAbsolutePath();
    }

    /** The name that the pool of {@code docs/servers} has here. */
    public String poolName() {
        return "jdbc/warden";
    }

    /** The server of an installation, made or still to be made. */
    public abstract ApplicationServer installed(Installation installation);

    /** What an archive or a jar left in a folder of its own: the one thing in it. */
    public static Path distributionIn(Path folder) {
        try (Stream<Path> content = Files.list(folder)) {
            List<Path> only = content.filter(path -> !path.getFileName().toString().equals("META-INF")).toList();
            if (only.size() != 1) {
                throw new IllegalStateException(folder + " has not one distribution but " + only);
            }
            return only.get(0).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
