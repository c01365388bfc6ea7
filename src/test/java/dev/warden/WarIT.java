package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
