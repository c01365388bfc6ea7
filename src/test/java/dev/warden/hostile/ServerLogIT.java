package dev.warden.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.warden.Person;
import dev.warden.RunningWarden;
import dev.warden.database.MariaDb;

@DisplayName("The server's log of a day without faults")
@Tag("process")
@Tag("node")
class ServerLogIT {

    private static final Pattern ERROR = Pattern.compile(".*(?: ERROR |\\[SEVERE]| SEVERE ).*");
    /** Payara's, at each end. */
    private static final String NOT_OURS = "NCLS-JMX-00011";

    @Test
    void has_no_errors_and_no_personal_data_to_its_end() {
        assumeTrue(MariaDb.isAvailable(), "there is no MariaDB for this platform");
        RunningWarden warden = Nodes.onMariaDb("logged", Nodes.newMasterKey()).with("warden.registration.mode", "open")
                .start();
        try {
            int start = warden.output().length();
            Person person = Person.somebody();
            assertEquals(200, warden.client().post("api/users/register", person.newUser()).statusCode());
            assertEquals(409, warden.client().post("api/users/register", person.newUser()).statusCode());
            assertEquals(200, warden.client().post("api/users/login", person.byUsername()).statusCode());
            assertEquals(400, warden.client().get("oauth2/authorize?client_id=shopp&redirect_uri=https://shop.example/?"
                    + person.email()).statusCode());
            warden.end();

            String day = warden.output().substring(start);
            assertFalse(day.contains(person.email()), day);
            assertTrue(day.contains("\"event\":\"redirect-refused\",\"address\":\"127.0.0.1\","
                    + "\"detail\":\"unknown-client shopp\""), day);
            assertEquals(List.of(), day.lines().filter(line -> ERROR.matcher(line).matches())
                    .filter(line -> !line.contains(NOT_OURS)).toList(), day);
        } finally {
            warden.close();
        }
    }
}
