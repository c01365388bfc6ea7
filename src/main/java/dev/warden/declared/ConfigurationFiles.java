package dev.warden.declared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.RegisteredClient;

/**
 * Writes configuration files for the servers of clients: one folder per client below
 * {@code warden.clients.configuration-folder}, without secrets.
 */
@ApplicationScoped
class ConfigurationFiles {

    private final Path folder;
    private final String issuer;

    @Inject
    ConfigurationFiles(DeclaredSettings settings) {
        this.folder = settings.configurationFolder();
        this.issuer = settings.publicUrl();
    }

    protected ConfigurationFiles() {
        this.folder = null;
        this.issuer = null;
    }

    /**
     * Writes the files of a client, replacing earlier ones. Does nothing if no folder is set, or no file would be of
     * use.
     */
    void write(RegisteredClient client) {
        List<ServerConfiguration> ofUse = ServerConfiguration.of(client);
        if (folder == null || ofUse.isEmpty()) {
            return;
        }
        try {
            Path own = Files.createDirectories(folder.resolve(folderName(client.id())));
            for (ServerConfiguration each : ofUse) {
                writeWhole(own.resolve(each.fileName()), each.text(client, issuer));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("warden.clients.configuration-folder cannot be written", e);
        }
    }

    /** Removes the folder of a client, unless it holds anything but such files: that is not ours. */
    void remove(String clientId) {
        if (folder == null) {
            return;
        }
        Path own = folder.resolve(folderName(clientId));
        try {
            if (!Files.isDirectory(own)) {
                return;
            }
            List<Path> files = contentOf(own);
            if (files.stream().allMatch(ConfigurationFiles::isOurs)) {
                for (Path each : files) {
                    Files.delete(each);
                }
                Files.delete(own);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("warden.clients.configuration-folder cannot be written", e);
        }
    }

    private static List<Path> contentOf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static boolean isOurs(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Stream.of(ServerConfiguration.values())
                .anyMatch(each -> each.fileName().equals(file.getFileName().toString()));
    }

    /**
     * Atomically, so that nobody reads half a file. Not by {@code createTempFile}, whose files only their owner may
     * read: other users deploy these.
     */
    private static void writeWhole(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Path aside = file.resolveSibling("." + UUID.randomUUID() + ".new");
        try {
            Files.writeString(aside, text, StandardOpenOption.CREATE_NEW);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /** Ids may contain slashes and dots; the name must not lead out of the folder. */
    private static String folderName(String clientId) {
        String name = URLEncoder.encode(clientId, StandardCharsets.UTF_8).replace("*", "%2A");
        return name.startsWith(".") ? "%2E" + name.substring(1) : name;
    }
}
