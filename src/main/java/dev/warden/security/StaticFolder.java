package dev.warden.security;

import java.util.Map;
import java.util.Optional;

/**
 * The files that pages use. Their paths contain a digest of all of them, {@code /assets/<digest>/<name>}, so that
 * clients may cache them indefinitely. A path with another digest, from a page of a neighbouring version while two
 * versions run side by side, or from before the files changed, leads to the file too.
 *
 * @param root  relative to the context root, beginning and ending with a slash
 * @param files by name
 */
public record StaticFolder(String root, String digest, Map<String, StaticContent> files) {

    public StaticFolder {
        files = Map.copyOf(files);
    }

    /** The path of the folder with this digest, without a slash at its end. */
    public String path() {
        return root + digest;
    }

    /** @param path of a file, under the root */
    public Optional<StaticContent> find(String path) {
        String[] segments = path.substring(root.length()).split("/", -1);
        return segments.length == 2 ? Optional.ofNullable(files.get(segments[1])) : Optional.empty();
    }

    /** The value of the header Cache-Control for a path: whether it will always lead to the same content. */
    public String cacheControl(String path) {
        return path.startsWith(path() + "/") ? "public, max-age=31536000, immutable" : "no-cache";
    }
}
