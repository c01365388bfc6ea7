package dev.warden.password;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.warden.platform.Settings;

/** Hashes that other systems wrote: each was made by the release named, for these tests. */
@DisplayName("Hashes of other systems")
class ImportedHashesTest {

    private static final String PASSWORD = "p\u00e4ssw\u00f6rd 42";

    private final PasswordHashing hashing = new PasswordHashing(new HashingSettings(Settings.of(Map.of())));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ' ', value = {
        "Django-3.2-PBKDF2 pbkdf2_sha256$260000$BY6E9TsDT9UxG8T50D4B54$xJ8l/x3mwtdug9y9HKfxNXbTZtWUtTtxWCbD74pDCVk=",
        "Django-3.2-PBKDF2SHA1 pbkdf2_sha1$260000$gxVH2ZcfGHtBlIT6ZGUvBI$SLSQ9FEBElwsG2r+Qrwt8mcg8BI=",
        "Django-3.2-Argon2 argon2$argon2id$v=19$m=102400,t=2,p=8$MHc0QWNkYjNtcjdsaHpZc1pFSjFGQQ$nbMSj4DujQ6wUD5wIHWUyA",
        "Django-3.2-BCrypt bcrypt$$2b$12$PzacjIyY9k7OrrgXVbNg8OnF1NhkiTZr8ORTp1DGT32mJbE8i7PEO",
        "Django-3.2-BCryptSHA256 bcrypt_sha256$$2b$12$FCXhcsFnvIO6dEG9mxD2yuOcZqjYwK286scsJsdiFiXHKmAiwNJLC",
        "passlib-1.7-argon2 $argon2id$v=19$m=102400,t=2,p=8$NoYwhrC21hrDeG+N8V6rdQ$3m41a11fkG/Zmk2Rnu1CFw",
        "passlib-1.7-bcrypt $2b$12$W73FYbNSrAUGIyQt/SnuRuKGGVhE/OEm2Z2nEqc7jSru9/yRHZl.e",
        "passlib-1.7-pbkdf2-sha1 $pbkdf2$131000$4Pzf.x.j9D5nzBnjHGOMcQ$fm5mRze4ZzM.LWpAuH4AxfRGqBo",
        "passlib-1.7-pbkdf2-sha256 $pbkdf2-sha256$29000$.n/PWSul1DqndM7Z.19rLQ"
                + "$H0vOXzoFXd4yd1x7iTKB5OSchWONNL0BoDwZshZ23AU",
        "passlib-1.7-pbkdf2-sha512 $pbkdf2-sha512$25000$QAjBOOf8/x8jpPTeGyMEoA"
                + "$X8KaW5dRySf9dU3YU07AwWXM1bS9ofjqdEw.m/2loXPalZ5iD9RRKHB3ydoKGp0db1OFwYcrAdI2Lx8iTCY4qg",
        "passlib-1.7-scrypt $scrypt$ln=16,r=8,p=1$ljIGwFgr5VyLEWLMWWstBQ$a7cLB0dtvY1wUa+fNMcUkAe0RdOb3Fh94HBZxkVVm+g",
        "argon2-cffi-21.1 $argon2id$v=19$m=1024,t=2,p=1$P1ksk92mKU3Lwfzj2Mr6eA$NbZidcQJvDXjXQ0/s/QW3Q",
        "bcrypt-3.2-2a $2a$05$0m8jKuvrA6Lv2s.bjnDwH.MCBf2nc44b1E3/fcCpr2qcSFHm2ctIe",
        "PHP-8.2-bcrypt $2y$10$A2oTBvFeH82zdfvUWXrtXealbHRomhU3evUrZ0ASdEPcFDeOEkmvO",
        "PHP-8.2-argon2id $argon2id$v=19$m=65536,t=4,p=1$aGpNQ2JQSzh0S0toNW1Bbw"
                + "$SBUxfakKKDL+83DcZtprhmE7a7TFMtCHccYoLgRGJBg",
        "PHP-8.2-argon2i $argon2i$v=19$m=65536,t=4,p=1$SEdaSzEweG1VdkJpNm5KRw"
                + "$XSWNQyjC4rcLLAu9X2Vg02jEHX9gtGJ5TvW8gbA3VEg"})
    void verify_and_are_outdated(String system, String value) {
        assertVerifiesAndIsOutdated(PASSWORD, new PasswordHash(value));
    }

    /** From Django's own tests (tests/auth_tests/test_hashers.py, 4.1). */
    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {
        "l\u00e8tmein pbkdf2_sha256$390000$seasalt$8xBlGd3jVgvJ+92hWPxi5ww0uuAuAnKgC45eudxro7c=",
        "l\u00e8tmein pbkdf2_sha1$390000$seasalt2$aDapRanzW8aHTz97v2TcfHzWD+I=",
        "l\u00e8tmein scrypt$16384$seasalt$8$1$Qj3+9PPyRjSJIebHnG81TMjsqtaIGxNQG/aEB/NY"
                + "afTJ7tibgfYz71m0ldQESkXFRkdVCBhhY8mx7rQwite/Pw==",
        "secret argon2$argon2i$m=8,t=1,p=1$c29tZXNhbHQ"
                + "$gwQOXSNhxiOxPOA0+PY10P9QFO4NAYysnqRt1GSQLE55m+2GYDt9FEjPMHhP2Cuf0nOEXXMocVrsJAtNSsKyfg",
        "secret argon2$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$YC9+jJCrQhs5R6db7LlN8Q"})
    void of_djangos_tests_verify(String password, String value) {
        assertVerifiesAndIsOutdated(password, new PasswordHash(value));
    }

    /** Made by the password hash providers of Keycloak 26.0.7 with their defaults. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ' ', quoteCharacter = '`', value = {
        "{\"hashIterations\":27500,\"algorithm\":\"pbkdf2-sha256\",\"additionalParameters\":{}}"
                + " {\"value\":\"Da5ycxyMrYaRm1zAl5vr4eTr2mb7RjWQiPGRPiV+P2k=\",\"salt\":\"JVh9RbUOCxjQx1qbyCZldg==\","
                + "\"additionalParameters\":{}}",
        "{\"hashIterations\":210000,\"algorithm\":\"pbkdf2-sha512\",\"additionalParameters\":{}}"
                + " {\"value\":"
                + "\"zcOV5UpM/RXhL/n6oNaWtxEJVxJ7Hg3VCOo6SLTjuAZd0j3956L/rnNeJFZIy8I9+PFa02uj9mrhDJh9p4etJA==\","
                + "\"salt\":\"c8SGHbQ/+kRP3qaqF+kDKQ==\",\"additionalParameters\":{}}",
        "{\"hashIterations\":20000,\"algorithm\":\"pbkdf2\",\"additionalParameters\":{}}"
                + " {\"value\":"
                + "\"l5EAz/yC7HC2vK0blPWegPHgBuaqSbtkUI+Jgfan1i7jjjFWAvZUg4tzxsl3vtJ025IdLta/Kf5HfaJx2quiBw==\","
                + "\"salt\":\"bwgDwdi+w7zqEm/7UzLHNw==\",\"additionalParameters\":{}}",
        "{\"hashIterations\":5,\"algorithm\":\"argon2\",\"additionalParameters\":{\"hashLength\":[\"32\"],"
                + "\"memory\":[\"7168\"],\"type\":[\"id\"],\"version\":[\"1.3\"],\"parallelism\":[\"1\"]}}"
                + " {\"value\":\"Ru/1zlaCfE0YOFRCyCZNPAsJJOHRndxltGc9E7qSvwU=\",\"salt\":\"5eQTi00Az2weHJFPDR+pdg==\","
                + "\"additionalParameters\":{}}"})
    void of_keycloak_verify(String credentialData, String secretData) {
        assertVerifiesAndIsOutdated(PASSWORD, KeycloakCredential.toPasswordHash(credentialData, secretData));
    }

    private void assertVerifiesAndIsOutdated(String password, PasswordHash stored) {
        assertTrue(hashing.<Boolean>inTurn(turn -> turn.matches(password, stored)));
        assertTrue(hashing.isOutdated(stored));
    }
}
