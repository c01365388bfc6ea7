package dev.warden.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.servlet.ServletContext;

/**
 * The files of the start page. Their paths contain a digest of all of them, {@code /assets/<digest>/<name>}, so that
 * clients may cache them indefinitely. A path with another digest, from a page of a neighbouring version while two
 * versions run side by side, leads to the file too.
 */
final class Assets {

    /** In a place from which no container serves files by itself, or redirects to a folder. */
    private static final String FOLDER = "/WEB-INF/assets/";

    private static final Map<String, String> TYPES = Map.of("css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8", "svg", "image/svg+xml", "txt", "text/plain;charset=UTF-8");

    private final Map<String, StaticContent> files;
    private final String digest;

    private Assets(Map<String, StaticContent> files) {
        this.files = files;
        StringBuilder tags = new StringBuilder();
        files.forEach((name, file) -> tags.append(name).append(file.tag()));
        this.digest = StaticContent.of("", tags.toString()).tag();
    }

    /** Reads the files in their folder of the WAR. */
    static Assets of(ServletContext context) {
        Map<String, StaticContent> files = new TreeMap<>();
        for (String path : context.getResourcePaths(FOLDER)) {
            String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
            if (type != null) {
                files.put(path.substring(FOLDER.length()), StaticContent.of(type, octets(context, path)));
            }
        }
        return new Assets(files);
    }

    /** The path of the folder, relative to the page. */
    String folder() {
        return PagePaths.ASSETS.substring(1) + digest;
    }

    /** @param path {@code /assets/…} */
    Optional<StaticContent> find(String path) {
        String[] segments = path.substring(PagePaths.ASSETS.length()).split("/", -1);
        return segments.length == 2 ? Optional.ofNullable(files.get(segments[1])) : Optional.empty();
    }

    /** Whether a path will always lead to the same content. */
    boolean isLasting(String path) {
        return path.startsWith("/" + folder() + "/");
    }

    private static byte[] octets(ServletContext context, String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
