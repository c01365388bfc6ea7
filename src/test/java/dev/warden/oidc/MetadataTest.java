package dev.warden.oidc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.client.ClientMetadata;

@DisplayName("The provider's metadata (OpenID Connect Discovery §3)")
class MetadataTest {

    @Test
    void lists_the_grant_types_that_the_token_endpoint_has() {
        assertEquals(Set.copyOf(ClientMetadata.GRANT_TYPES), new ClassFileImporter().importPackages("dev.warden.oidc")
                .stream().filter(each -> each.isAssignableTo(Grant.class) && !each.isInterface())
                .map(MetadataTest::type).collect(Collectors.toSet()));
    }

    private static String type(JavaClass grant) {
        try {
            return ((Grant) grant.reflect().getDeclaredConstructor().newInstance()).type();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
