package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Password credentials of Keycloak")
class KeycloakCredentialTest {

    private static final String SECRET =
            "{\"value\":\"Da5ycxyMrYaRm1zAl5vr4Q==\",\"salt\":\"JVh9RbUOCxjQx1qbyCZldg==\"}";

    @Test
    void become_strings_in_the_manner_of_PHC() {
        assertEquals("$pbkdf2-sha256$i=27500$JVh9RbUOCxjQx1qbyCZldg$Da5ycxyMrYaRm1zAl5vr4Q",
                KeycloakCredential.toPasswordHash("{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\"}", SECRET)
                        .value());
        assertEquals("$argon2id$v=19$m=7168,t=5,p=1$JVh9RbUOCxjQx1qbyCZldg$Da5ycxyMrYaRm1zAl5vr4Q",
                KeycloakCredential.toPasswordHash("{\"hashIterations\":5,\"algorithm\":\"argon2\","
                        + "\"additionalParameters\":{"
                        + "\"hashLength\":[\"16\"],\"memory\":[\"7168\"],\"type\":[\"id\"],\"version\":[\"1.3\"],"
                        + "\"parallelism\":[\"1\"]}}", SECRET).value());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"algorithm\":\"pbkdf2\"}", "{\"hashIterations\":1}",
        "{\"algorithm\":\"md5\",\"hashIterations\":1}", "{\"algorithm\":\"pbkdf2\",\"hashIterations\":1.5}",
        "{\"algorithm\":\"pbkdf2\",\"hashIterations\":\"1\"}", "{\"algorithm\":\"argon2\",\"hashIterations\":1}",
        "{\"algorithm\":\"argon2\",\"hashIterations\":1,\"additionalParameters\":{\"type\":[]}}"})
    void that_are_malformed_are_refused_in_one_way(String credentialData) {
        assertThrows(IllegalArgumentException.class,
                () -> KeycloakCredential.toPasswordHash(credentialData, SECRET));
    }

    @Test
    void a_refusal_does_not_quote_the_secret() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class,
                () -> KeycloakCredential.toPasswordHash("{\"algorithm\":\"pbkdf2\",\"hashIterations\":1}",
                        "{\"value\":\"SECRET!\",\"salt\":\"SECRET!\"}"));
        assertFalse(refusal.getMessage().contains("SECRET"), refusal.getMessage());
    }
}
