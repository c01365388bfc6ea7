package dev.warden.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;

import jakarta.persistence.Converter;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.MappedSuperclass;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The persistence unit")
class EntityUnitTest {

    @Test
    void lists_every_class_that_is_mapped() {
        Set<String> mapped = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.warden").stream().filter(EntityUnitTest::isMapped).map(JavaClass::getName)
                .collect(Collectors.toSet());
        assertEquals(mapped, Set.copyOf(EntityUnit.CLASSES));
    }

    private static boolean isMapped(JavaClass type) {
        return type.isAnnotatedWith(Entity.class) || type.isAnnotatedWith(Converter.class)
                || type.isAnnotatedWith(Embeddable.class) || type.isAnnotatedWith(MappedSuperclass.class);
    }
}
