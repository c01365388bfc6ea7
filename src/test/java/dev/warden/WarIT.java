package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The WAR that ships")
@Tag("process")
class WarIT {

    private static final int MAX_BYTES = 25_000_000;
    /** JVMS §4.1: the class file version of Java 21. */
    private static final int JAVA_21 = 65;

    @Test
    void is_small() throws Exception {
        long size = Files.size(WardenProcess.BUILT_WAR);

        assertTrue(size <= MAX_BYTES, size + " bytes");
    }

    @Test
    void has_no_class_for_a_later_java_which_servers_that_read_all_classes_would_report() throws Exception {
        List<String> later = new ArrayList<>();
        try (InputStream war = Files.newInputStream(WardenProcess.BUILT_WAR)) {
            int classes = collectLater(war, "", later);
            assertTrue(classes > 1_000, classes + " classes were read");
        }

        assertEquals(List.of(), later);
    }

    @ParameterizedTest
    @DisplayName("It has what computes the hashes of other systems")
    @CsvSource({
            // crypt(3) of libxcrypt
            "BcryptHasher, pleaseletmein, $2b$04$zVHmKQtGGQob.b/Nc7l9NOLpfXU2U4Qzg3zQncAuC1SGZQwt3wWm.",
            // RFC 7914 §12
            "ScryptHasher, pleaseletmein, scrypt$16384$SodiumChloride$8$1"
                    + "$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw=="})
    void hashes(String hasher, String password, String hash, @TempDir Path unpacked) throws Exception {
        List<URL> path = new ArrayList<>(List.of(unpacked.toUri().toURL()));
        try (ZipFile war = new ZipFile(WardenProcess.BUILT_WAR.toFile())) {
            for (ZipEntry entry : Collections.list(war.entries())) {
                String name = entry.getName();
                if (name.startsWith("WEB-INF/classes/dev/warden/p") && name.endsWith(".class")) {
                    unpack(war, entry, unpacked.resolve(name.substring("WEB-INF/classes/".length())));
                } else if (name.startsWith("WEB-INF/lib/bcprov")) {
                    path.add(unpack(war, entry, unpacked.resolve("bcprov.jar")).toUri().toURL());
                }
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertTrue(verifies(loader, hasher, password, hash));
            assertFalse(verifies(loader, hasher, password + "!", hash));
        }
    }

    private static Path unpack(ZipFile war, ZipEntry entry, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (InputStream input = war.getInputStream(entry)) {
            Files.copy(input, file);
        }
        return file;
    }

    private static boolean verifies(ClassLoader loader, String hasher, String password, String hash)
            throws ReflectiveOperationException {
        Constructor<?> constructor = loader.loadClass("dev.warden.password." + hasher).getDeclaredConstructor();
        constructor.setAccessible(true);
        Method read = constructor.getDeclaringClass().getMethod("read", String.class);
        read.setAccessible(true);
        Object check = ((Optional<?>) read.invoke(constructor.newInstance(), hash)).orElseThrow();
        Method matches = loader.loadClass("dev.warden.password.PasswordHasher$Check").getMethods()[0];
        matches.setAccessible(true);
        return (Boolean) matches.invoke(check, password);
    }

    /** @return how many classes there are in an archive and those within it */
    private static int collectLater(InputStream archive, String path, List<String> later) throws IOException {
        int classes = 0;
        ZipInputStream entries = new ZipInputStream(archive);
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            String name = path + entry.getName();
            if (name.endsWith(".jar")) {
                classes += collectLater(entries, name + "!", later);
            } else if (name.endsWith(".class")) {
                classes++;
                if (version(entries) > JAVA_21) {
                    later.add(name);
                }
            }
        }
        return classes;
    }

    private static int version(InputStream classFile) throws IOException {
        DataInputStream input = new DataInputStream(classFile);
        assertEquals(0xCAFEBABE, input.readInt());
        input.readUnsignedShort();
        return input.readUnsignedShort();
    }
}
