package dev.warden.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.Golden;

@DisplayName("What belongs to no contract")
class OperationsIT extends BlackBox {

    @ParameterizedTest(name = "{0}")
    @CsvSource({"health/live, alive", "health/live/, alive", "health/ready, ready", "health/ready/, ready"})
    void tells_how_it_is(String path, String golden) {
        Golden.of(warden.get(path)).is("operations/" + golden);
        Golden.of(warden.send("HEAD", path)).is("operations/head");
        Golden.of(warden.post(path)).is("operations/only-get");
        Golden.of(warden.send("OPTIONS", path)).is("operations/options-get");
        Golden.of(warden.with("Accept", "text/html").get(path)).is("operations/not-acceptable");
        // What programs on older releases of Java say if they say nothing.
        Golden.of(warden.with("Accept", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2").get(path))
                .is("operations/" + golden);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"health/live", "health/ready"})
    void refuses_a_header_that_cannot_be_read(String path) {
        assertEquals(400, warden.with("Accept", "a/b;c=\"d,e\"").get(path).statusCode());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"nothing", "health", "login/nothing", "Login", "me/password", "api", "api/login",
            "api/users", "users/login", "_in", "_in/", "_in/plain/login", "_in/operations/health/live", "_in/plain/",
            "/login", "/_in/plain/login", "./login", "./me", "x/../me", "%5Fin/plain/login", "x/%2e%2e/_in/plain/login",
            "login;x=1", "login%2F", "l%6Fgin", "login//", "api//users/me", "me%20", "application.wadl",
            "_in/plain/application.wadl", "WEB-INF/web.xml", "META-INF/MANIFEST.MF"})
    void has_nothing_elsewhere(String path) {
        Golden.of(warden.get(path)).is("operations/nothing-here");
        Golden.of(warden.post(path, "{}")).is("operations/nothing-here");
    }
}
