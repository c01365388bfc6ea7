package dev.warden.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.StringReader;
import java.time.Instant;
import java.util.Set;

import jakarta.json.Json;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.platform.InvalidValue;

@DisplayName("Standard claims (OpenID Connect Core §5.1)")
class StandardClaimsTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'name':'Jane Doe'}", "{'birthdate':'2000-01-31'}", "{'birthdate':'0000-12-01'}",
        "{'birthdate':'2000'}", "{'email_verified':true,'phone_number':'+62 21 555-0100;ext=12'}",
        "{'website':'http://jane.example/'}", "{'address':{'formatted':'One\\nTwo','postal_code':'10110'}}"})
    void are_kept_as_they_are(String json) {
        StandardClaims claims = claims(json);
        assertEquals(json.replace('\'', '"'), claims.json().toString());
        StandardClaims stored = StandardClaims.read(
                StandardClaims.write(claims.json(), Instant.ofEpochSecond(1_700_000_000)));
        assertEquals(claims.json(), stored.json());
        assertEquals(claims.json().isEmpty() ? null : Instant.ofEpochSecond(1_700_000_000), stored.updatedAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'sub':'x'}", "{'role':'admin'}", "{'updated_at':1}", "{'name':''}", "{'name':1}",
            "{'name':null}",
        "{'name':'a\\u0000b'}", "{'email_verified':'true'}", "{'birthdate':'31.1.2000'}", "{'birthdate':'2000-13-01'}",
        "{'website':'javascript:alert(1)'}", "{'picture':'https://a b'}", "{'phone_number':'555'}",
        "{'address':'Jakarta'}",
        "{'address':{}}", "{'address':{'planet':'Earth'}}", "{'preferred_username':'x'}", "{'email':'a@b.example'}"})
    void are_refused_if_they_are_others_or_not_well_formed(String json) {
        assertThrows(InvalidValue.class, () -> claims(json));
    }

    @Test
    void are_not_too_long() {
        assertThrows(InvalidValue.class, () -> claims("{'name':'" + "x".repeat(201) + "'}"));
    }

    @Test
    void that_are_not_there_are_none_and_none_prints() {
        assertEquals(StandardClaims.NONE, StandardClaims.read(null));
        assertFalse(claims("{'name':'Jane'}").toString().contains("Jane"));
    }

    @Test
    void that_are_stored_and_no_longer_allowed_are_left_out() {
        StandardClaims read = StandardClaims.read(
                "{\"name\":\"Jane\",\"shoe_size\":42,\"birthdate\":\"yesterday\",\"updated_at\":1}");

        assertEquals(Set.of("name"), read.json().keySet());
        assertEquals(Instant.ofEpochSecond(1), read.updatedAt());
    }

    private static StandardClaims claims(String json) {
        return new StandardClaims(Json.createReader(new StringReader(json.replace('\'', '"'))).readObject(), null);
    }
}
