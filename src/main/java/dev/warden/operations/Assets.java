package dev.warden.operations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

import jakarta.servlet.ServletContext;

import dev.warden.security.StaticContent;
import dev.warden.security.StaticFolder;

/** Reads the files of the start page. */
final class Assets {

    /** In a place from which no container serves files by itself, or redirects to a folder. */
    private static final String FOLDER = "/WEB-INF/assets/";

    private static final Map<String, String> TYPES = Map.of("css", "text/css;charset=UTF-8",
            "js", "text/javascript;charset=UTF-8", "svg", "image/svg+xml", "txt", "text/plain;charset=UTF-8");

    private Assets() {
    }

    /** The files in their folder of the WAR. */
    static StaticFolder of(ServletContext context) {
        Map<String, StaticContent> files = new TreeMap<>();
        for (String path : context.getResourcePaths(FOLDER)) {
            String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
            if (type != null) {
                files.put(path.substring(FOLDER.length()), StaticContent.of(type, octets(context, path)));
            }
        }
        return new StaticFolder(PagePaths.ASSETS, digest(files), files);
    }

    private static String digest(Map<String, StaticContent> files) {
        StringBuilder tags = new StringBuilder();
        files.forEach((name, file) -> tags.append(name).append(file.tag()));
        return StaticContent.of("", tags.toString()).tag();
    }

    private static byte[] octets(ServletContext context, String path) {
        try (InputStream in = context.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
