package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares a whole answer with the file that documents it: status, headers, and the body to the letter. What varies
 * from run to run stands there as a placeholder, and only what has the right form is replaced by one:
 *
 * <ul>
 * <li>{@code <jwt:access users>}: a token whose header and claims are, in turn, what {@code users/access-token} says;
 * {@code <jti:access>}, {@code <exp:access>}, {@code <iat:refresh>} and {@code <sub>} are what it says of itself
 * <li>{@code <max-age:refresh>}: how long that token still lives
 * <li>{@code <uuid>} and {@code <instant>}: any other, the latter in UTC with three digits of milliseconds
 * <li>{@code <seconds>}: how long to wait, at most the ten minutes of the window
 * <li>whatever {@link #knowing} names
 * </ul>
 *
 * Headers of the connection and the date are left out, and those that every answer has ({@code every-answer}) are told
 * once. With {@code -Dtest.golden.update=true} the files are written instead; where answers differ that one file stands
 * for, the last one stays, so run again without.
 */
public final class Golden {

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
    private static final boolean UPDATE = Boolean.getBoolean("test.golden.update");
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "transfer-encoding");
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Pattern ANY_INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    /** RFC 9562 §4, in lower case, of a version and the variant that there are. */
    private static final Pattern ANY_UUID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Duration WINDOW = Duration.ofMinutes(10);
    /** The oldest token that an answer can have is one whose refresh is repeated. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final HttpResponse<String> answer;
    private final Map<String, String> known = new LinkedHashMap<>();

    private Golden(HttpResponse<String> answer) {
        this.answer = answer;
    }

    public static Golden of(HttpResponse<String> answer) {
        return new Golden(answer);
    }

    /** Whose answer it is. */
    public Golden knowing(Person person) {
        return knowing("email", person.email()).knowing("username", person.username());
    }

    /** A text that stands in the file as a placeholder of this name. */
    public Golden knowing(String placeholder, String text) {
        known.put(text, "<" + placeholder + ">");
        return this;
    }

    /** Fails unless the answer is what the file of this name says. */
    public void is(String name) {
        String text = head() + "\n" + answer.body() + "\n";
        List<Token> tokens = Token.in(text);
        tokens.forEach(this::isWellFormed);
        assertTrue(tokens.stream().map(token -> token.claim("sub") + token.claim("sid")).distinct().count() <= 1,
                () -> name + ": tokens of different sessions in one answer");
        for (Token token : tokens) {
            text = withoutToken(text, token);
        }
        if (answer.statusCode() == 429) {
            text = replaced(text, "(?m)^retry-after: (\\d+)$", Golden::seconds);
        }
        compare(name + ".http", generalised(text));
    }

    /** Status and headers, without what every answer has, once it is sure that this one has it too. */
    private String head() {
        List<String> headers = new ArrayList<>();
        answer.headers().map().forEach((name, values) -> values.forEach(value ->
                headers.add(name.toLowerCase(Locale.ROOT) + ": " + value)));
        headers.removeIf(line -> OF_THE_CONNECTION.contains(line.substring(0, line.indexOf(':'))));
        assertEquals(1, headers.stream().filter(Golden::isDateOfNow).count(), () -> answer + ": " + headers);
        headers.removeIf(Golden::isDateOfNow);
        List<String> ofEveryAnswer = read("every-answer.http").lines().toList();
        assertTrue(headers.containsAll(ofEveryAnswer),
                () -> answer + ": " + headers + " lacks one of " + ofEveryAnswer);
        ofEveryAnswer.forEach(headers::remove);
        headers.sort(null);
        return answer.statusCode() + "\n" + String.join("\n", headers) + "\n";
    }

    private static boolean isDateOfNow(String line) {
        return line.startsWith("date: ") && Duration.between(
                ZonedDateTime.parse(line.substring("date: ".length()), DateTimeFormatter.RFC_1123_DATE_TIME),
                ZonedDateTime.now()).abs().compareTo(GRACE) < 0;
    }

    /** Compares header and claims with their own file. */
    private void isWellFormed(Token token) {
        Instant issuedAt = token.time("iat");
        Instant now = Instant.now();
        assertTrue(!issuedAt.isAfter(now) && issuedAt.isAfter(now.minus(GRACE)), () -> "issued at " + issuedAt);
        String text = token.header() + "\n" + token.claims() + "\n";
        text = text.replace("\"iat\":" + issuedAt.getEpochSecond(), "\"iat\":<iat>")
                .replace("\"exp\":" + token.time("exp").getEpochSecond(),
                        "\"exp\":<iat + " + Duration.between(issuedAt, token.time("exp")) + ">")
                .replace("\"iss\":\"" + publicUrl() + "\"", "\"iss\":\"<public-url>\"")
                .replace(token.claim("sub"), "<sub>");
        compare(token.claim("aud") + "/" + token.claim("token_use") + "-token.json", generalised(text));
    }

    /** As the server was told, or else the root of where it answers. */
    private String publicUrl() {
        return System.getProperty("warden.public-url", answer.uri().resolve("/").toString().replaceFirst("/$", ""));
    }

    private static String withoutToken(String text, Token token) {
        String use = token.claim("token_use");
        String left = text.replace(token.jwt(), "<jwt:" + use + " " + token.claim("aud") + ">")
                .replace(token.claim("jti"), "<jti:" + use + ">")
                .replace(token.claim("sub"), "<sub>")
                .replace(INSTANT.format(token.time("exp")), "<exp:" + use + ">");
        return use.equals("access") ? left : replaced(left.replace(INSTANT.format(token.time("iat")), "<iat:refresh>"),
                "Max-Age=(\\d+)", age -> maxAge(token, age));
    }

    /** The token's own. */
    private static String maxAge(Token token, String seconds) {
        Duration lifetime = Duration.between(token.time("iat"), token.time("exp"));
        return lifetime.equals(Duration.ofSeconds(Long.parseLong(seconds))) ? "<max-age:refresh>" : seconds;
    }

    private static String seconds(String text) {
        long seconds = Long.parseLong(text);
        return seconds >= 1 && seconds <= WINDOW.toSeconds() ? "<seconds>" : text;
    }

    private String generalised(String text) {
        String left = text;
        for (Map.Entry<String, String> entry : known.entrySet()) {
            left = left.replace(entry.getKey(), entry.getValue());
        }
        left = ANY_UUID.matcher(left).replaceAll("<uuid>");
        return ANY_INSTANT.matcher(left).replaceAll("<instant>");
    }

    /** The text with the first group of every match replaced. */
    private static String replaced(String text, String pattern, UnaryOperator<String> replacement) {
        return Pattern.compile(pattern).matcher(text).replaceAll(match -> Matcher.quoteReplacement(
                match.group().replace(match.group(1), replacement.apply(match.group(1)))));
    }

    private static void compare(String file, String actual) {
        if (UPDATE) {
            write(file, actual);
        }
        assertEquals(read(file), actual, file);
    }

    private static String read(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException("There is no golden file " + file, e);
        }
    }

    private static void write(String file, String text) {
        try {
            Files.createDirectories(FOLDER.resolve(file).getParent());
            Files.writeString(FOLDER.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
