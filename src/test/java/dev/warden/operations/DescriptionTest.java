package dev.warden.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The description, as it is served")
class DescriptionTest {

    @Test
    void names_the_context_root_as_its_server() {
        assertEquals("[{\"url\":\"/warden\"}]", servers("/warden"));
        assertEquals("[{\"url\":\"/\"}]", servers(""));
    }

    private static String servers(String contextPath) {
        return Description.read().servedAt(contextPath).json().getJsonArray("servers").toString();
    }
}
