package dev.warden.token;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.Provider;
import java.util.Locale;
import java.util.Optional;

/**
 * Loads Amazon Corretto Crypto Provider, if possible: on Linux with glibc on x86-64 and ARM64, with a temporary folder
 * from which libraries may be loaded. The WAR has one jar for each processor. Both contain the same classes and a
 * library of the same name, so they are not on the class path: the right one is opened here.
 */
final class CorrettoProvider {

    private static final Logger LOG = System.getLogger(CorrettoProvider.class.getName());
    private static final String CLASS = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private CorrettoProvider() {
    }

    /** The provider; empty if it does not load here, which is logged. It is not registered with the JDK. */
    static Optional<Provider> load() {
        try {
            Optional<Path> jar = unpacked();
            return jar.isPresent() ? Optional.of(loaded(jar.get())) : Optional.empty();
        } catch (IOException | ReflectiveOperationException | LinkageError | RuntimeException e) {
            LOG.log(Level.INFO, "Amazon Corretto Crypto Provider does not load here: {0}", e.toString());
            return Optional.empty();
        }
    }

    /** The class loader stays open as long as the application: the provider loads classes when it needs them. */
    @SuppressWarnings("resource")
    private static Provider loaded(Path jar) throws IOException, ReflectiveOperationException {
        URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()},
                ClassLoader.getPlatformClassLoader());
        try {
            Class<?> type = Class.forName(CLASS, true, loader);
            Provider provider = (Provider) type.getField("INSTANCE").get(null);
            Object error = type.getMethod("getLoadingError").invoke(provider);
            if (error != null) {
                throw new IllegalStateException(error.toString());
            }
            return provider;
        } finally {
            // On Linux, the only system with this provider, an open file remains readable after it is deleted.
            Files.delete(jar);
        }
    }

    private static Optional<Path> unpacked() throws IOException {
        Optional<String> platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (platform.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = CorrettoProvider.class.getResourceAsStream("corretto-" + platform.get() + ".jar")) {
            if (in == null) {
                return Optional.empty();
            }
            Path aside = Files.createTempFile("warden-corretto", ".jar");
            Files.copy(in, aside, StandardCopyOption.REPLACE_EXISTING);
            return Optional.of(aside);
        }
    }

    /** The platform as it is named in the name of a jar. */
    static Optional<String> platform(String system, String processor) {
        if (!system.toLowerCase(Locale.ROOT).equals("linux")) {
            return Optional.empty();
        }
        return switch (processor) {
            case "amd64", "x86_64" -> Optional.of("linux-x86_64");
            case "aarch64" -> Optional.of("linux-aarch_64");
            default -> Optional.empty();
        };
    }
}
