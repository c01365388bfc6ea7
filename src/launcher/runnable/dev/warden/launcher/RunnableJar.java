package dev.warden.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Enumeration;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The entry point of {@code java -jar warden.jar}. The jar contains the server, the launcher and the WAR: classes can
 * be loaded from jars, but not from jars in jars. So it unpacks them into the folder {@code server} below
 * {@code warden.home}, anew at each start, and calls the launcher.
 */
public final class RunnableJar {

    private static final String SERVER = "server/";
    private static final String WAR = "warden.war";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private RunnableJar() {
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            System.err.println("Usage: java -Dwarden.…=… -jar warden.jar");
            System.exit(2);
        }
        try {
            Listener listener = Listener.given();
            listener.mustBeFree();
            Path folder = unpacked(Given.home().resolve("server").resolve(String.valueOf(listener.port())));
            start(folder.resolve("launcher.jar"), folder.resolve(WAR), Given.home().resolve("served"));
        } catch (Refusal refusal) {
            System.err.println(refusal.getMessage());
            System.exit(1);
        }
    }

    private static Path unpacked(Path folder) throws Refusal, InterruptedException {
        try (JarFile jar = new JarFile(Path.of(RunnableJar.class.getProtectionDomain().getCodeSource().getLocation()
                .toURI()).toFile())) {
            createHome();
            WorkFolder.take(folder);
            for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements();) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                if (!entry.isDirectory() && (name.startsWith(SERVER) || name.equals(WAR))) {
                    Path file = folder.resolve(name.startsWith(SERVER) ? name.substring(SERVER.length()) : name);
                    Files.createDirectories(file.getParent());
                    try (InputStream content = jar.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
            return folder;
        } catch (IOException | URISyntaxException e) {
            throw new Refusal("Warden cannot start: the server cannot be unpacked below warden.home: " + e);
        }
    }

    /** As Warden would: what it keeps there is for its owner only. */
    private static void createHome() throws IOException {
        Path home = Given.home();
        Files.createDirectories(home, home.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : new FileAttribute<?>[0]);
    }

    /** The server is found by the class path in the manifest of {@code launcher.jar}. */
    private static void start(Path launcher, Path war, Path work) throws Exception {
        // Never closed: the server loads classes until the process ends.
        ClassLoader loader = new URLClassLoader("warden", new URL[] {launcher.toUri().toURL()},
                ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        try {
            loader.loadClass("dev.warden.launcher.Launcher").getMethod("serve", String[].class)
                    .invoke(null, (Object) new String[] {war.toString(), work.toString()});
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
