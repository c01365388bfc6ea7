package dev.warden.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is the same for every product.
 *
 * @param distribution  what Maven brought: the folder that the archive holds, or a jar
 * @param configuration the file of commands that administrators are told to use
 * @param java          home of the JDK that the server runs on
 * @param work          a folder that belongs to this installation alone
 * @param port          of HTTP, on the loopback address; the hundred around it are free too
 * @param contextRoot   {@code /} or {@code /name}
 * @param settings      of Warden, by key
 */
public record Installation(Path distribution, Path configuration, Path java, Path work, int port,
        String contextRoot, Map<String, String> settings) {

    public static final String LOOPBACK = "127.0.0.1";

    /** The address of Warden, with a slash at its end. */
    public URI address() {
        return URI.create("http://localhost:" + port + (contextRoot.equals("/") ? "/" : contextRoot + "/"));
    }

    /** The environment of the server's process: the JDK, and each setting as a variable. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("JAVA_HOME", java.toString());
        environment.put("AS_JAVA", java.toString());
        // What the shell of whoever runs the tests has set is not what is tested.
        environment.put("JAVA_OPTS", "");
        settings.forEach((key, value) ->
                environment.put(key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value));
        return environment;
    }
}
