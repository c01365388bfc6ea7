package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Set;

import jakarta.json.JsonObject;

/** What each contract's refusals look like, and what no answer of anybody may say. */
enum Contract {

    USERS("application/problem+json") {
        @Override
        void assertShape(RawAnswer answer, int status) {
            JsonObject problem = answer.json();
            assertTrue(Set.of("type", "title", "status", "detail", "errors").containsAll(problem.keySet()),
                    answer::story);
            assertEquals("about:blank", problem.getString("type"), answer::story);
            assertEquals(status, problem.getInt("status"), answer::story);
            assertFalse(problem.getString("title").isBlank(), answer::story);
            assertFalse(problem.getString("detail").isBlank(), answer::story);
        }
    },

    PLAIN("application/json") {
        @Override
        void assertShape(RawAnswer answer, int status) {
            JsonObject error = answer.json();
            assertTrue(Set.of("status", "statusCode", "message", "data").containsAll(error.keySet()), answer::story);
            assertEquals("error", error.getString("status"), answer::story);
            assertEquals(status, error.getInt("statusCode"), answer::story);
            assertFalse(error.getString("message").isBlank(), answer::story);
            assertEquals("Your Data Not Valid", error.getString("data", "Your Data Not Valid"), answer::story);
        }
    };

    /** Words that stand in stack traces, statements, banners and container pages, and in no answer of ours. */
    private static final String[] NEVER = {"exception", "java.", "jakarta.", "javax.", "dev.warden", "\tat ",
            "org.glassfish",
        "payara", "glassfish", "grizzly", "jersey", "wildfly", "undertow", "resteasy", "eclipselink", "hibernate",
        "yasson",
        "parsson", "jose4j", "mariadb", "h2 database", "jdbc", "argon2", "sqlstate", "insert into", "select ", "<html",
        "doctype"};

    private final String mediaType;

    Contract(String mediaType) {
        this.mediaType = mediaType;
    }

    abstract void assertShape(RawAnswer answer, int status);

    /** A refusal with this status, in this contract's shape, with the headers that belong to the status. */
    void assertRefusal(int status, RawAnswer answer) {
        assertEquals(status, answer.status(), answer::story);
        assertEquals(mediaType, answer.header("Content-Type"), answer::story);
        assertShape(answer, status);
        switch (status) {
            case 405 -> assertFalse(answer.header("Allow").isBlank(), answer::story);
            case 429, 503 -> assertTrue(Integer.parseInt(answer.header("Retry-After")) >= 1, answer::story);
            default -> { }
        }
        assertHeaders(answer);
        assertSaysNothing(answer);
    }

    static void assertHeaders(RawAnswer answer) {
        assertEquals("no-store", answer.header("Cache-Control"), answer::story);
        assertEquals("nosniff", answer.header("X-Content-Type-Options"), answer::story);
        assertTrue(answer.header("Content-Security-Policy").startsWith("default-src 'none'"), answer::story);
    }

    /** Neither in the body nor in a header is there anything that tells what runs here. */
    static void assertSaysNothing(RawAnswer answer) {
        String text = answer.text().toLowerCase(Locale.ROOT);
        for (String word : NEVER) {
            assertFalse(text.contains(word), () -> word + " in:\n" + answer.story());
        }
        for (String banner : new String[] {"Server", "X-Powered-By", "Via"}) {
            assertEquals("", answer.header(banner), answer::story);
        }
    }
}
