package dev.warden.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration, by key. The value comes from the first of these that has one: the system property
 * {@code warden.some-thing}, the environment variable {@code WARDEN_SOME_THING}, the file that {@code warden.config}
 * names (by default {@code warden.properties} in {@code warden.home}), the default in
 * {@code META-INF/warden.properties}, where every key is documented with its unit.
 *
 * <p>Features do not pass this object around; each has a record of {@link FeatureSettings} created from it.
 */
public final class Settings {

    static final String DEFAULTS = "/META-INF/warden.properties";
    private static final String PREFIX = "warden.";

    /** No setting, but where a client's server has the client's secret. Warden may be on the same server. */
    public static final String CLIENT_SECRET_VARIABLE = "WARDEN_CLIENT_SECRET";

    private final Function<String, String> operator;
    private final Map<String, String> defaults;

    private Settings(Function<String, String> operator, Map<String, String> defaults) {
        this.operator = operator;
        this.defaults = defaults;
    }

    /**
     * Reads the settings of this process.
     *
     * @throws InvalidSetting if the file cannot be read, or if it or a system property contains an unknown key
     */
    public static Settings ofThisProcess() {
        Map<String, String> defaults = defaults();
        Function<String, String> process = key -> filled(System.getProperty(key))
                .or(() -> filled(System.getenv(environmentName(key)))).orElse(null);
        Settings withoutFile = new Settings(process, defaults);
        Map<String, String> file = read(withoutFile.file(), withoutFile.given("warden.config").isPresent());
        System.getProperties().stringPropertyNames().forEach(key -> refuseUnknown(key, "a system property", defaults));
        file.keySet().forEach(key -> refuseUnknown(key, withoutFile.file().toString(), defaults));
        return new Settings(key -> Optional.ofNullable(process.apply(key)).orElseGet(() -> file.get(key)), defaults);
    }

    /**
     * Environment variables that look like settings but are not. They are not an error, because platforms set variables
     * of their own (Kubernetes does, for a service named warden), but one of them may be a typing error.
     */
    static List<String> unknownVariables() {
        Set<String> known = defaults().keySet().stream().map(Settings::environmentName).collect(Collectors.toSet());
        return System.getenv().keySet().stream().filter(name -> name.startsWith(environmentName(PREFIX)))
                .filter(name -> !known.contains(name) && !name.equals(CLIENT_SECRET_VARIABLE)).sorted().toList();
    }

    /** The defaults, overridden by these values: for tests. */
    public static Settings of(Map<String, String> values) {
        Map<String, String> defaults = defaults();
        values.keySet().forEach(key -> refuseUnknown(key, "a test", defaults));
        return new Settings(values::get, defaults);
    }

    /** The name of the environment variable that sets a key: {@code warden.db.url} is {@code WARDEN_DB_URL}. */
    public static String environmentName(String key) {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The value; empty if it is blank. */
    public Optional<String> given(String key) {
        String value = operator.apply(key);
        if (value == null || value.isBlank()) {
            value = defaults.get(key);
        }
        if (value == null) {
            throw new IllegalArgumentException("No such setting: " + key);
        }
        return Optional.of(value.strip()).filter(text -> !text.isEmpty());
    }

    /** The value of a mandatory key. */
    public String text(String key) {
        return given(key).orElseThrow(() -> new InvalidSetting(key, "is needed and has no value"));
    }

    /** The values of a comma-separated list; empty if there are none. */
    public List<String> list(String key) {
        return given(key).stream().flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    /** An integer in [{@code least}, {@code most}]. */
    public int number(String key, int least, int most) {
        String value = text(key);
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Reported below, with the range.
        }
        throw new InvalidSetting(key, quoted(value) + " is not a whole number from " + least + " to " + most);
    }

    /** An ISO-8601 duration in [{@code least}, {@code most}]. */
    public Duration duration(String key, Duration least, Duration most) {
        String value = text(key);
        try {
            Duration duration = Duration.parse(value);
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException notADuration) {
            // Reported below, with the range.
        }
        throw new InvalidSetting(key, quoted(value) + " is not an ISO-8601 duration from " + least + " to " + most);
    }

    /** {@code true} or {@code false}; anything else is refused. */
    public boolean flag(String key) {
        String value = text(key);
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidSetting(key, quoted(value) + " is neither true nor false");
        };
    }

    /** A constant of an enumeration, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        String value = text(key);
        return Stream.of(type.getEnumConstants()).filter(constant -> written(constant).equals(value)).findFirst()
                .orElseThrow(() -> new InvalidSetting(key, quoted(value) + " is none of " + Stream
                        .of(type.getEnumConstants()).map(Settings::written).collect(Collectors.joining(", "))));
    }

    /** {@code warden.public-url}: where people and applications reach Warden, and the issuer of its tokens. */
    public URI publicUrl() {
        return address("warden.public-url");
    }

    /** An absolute http or https address, without a trailing slash, query or fragment. */
    public URI address(String key) {
        String value = text(key).replaceFirst("/+$", "");
        try {
            URI address = URI.create(value);
            if (("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                    && address.getHost() != null && address.getQuery() == null && address.getFragment() == null) {
                return address;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Reported below.
        }
        throw new InvalidSetting(key, quoted(value)
                + " is not an http or https address such as https://id.example.org");
    }

    /** The folder for what Warden does not keep in the database: {@code warden.home}. */
    public Path home() {
        return Path.of(text("warden.home").replaceFirst("^~(?=/|$)",
                Matcher.quoteReplacement(System.getProperty("user.home"))));
    }

    private Path file() {
        return given("warden.config").map(Path::of).orElseGet(() -> home().resolve("warden.properties"));
    }

    private static Map<String, String> defaults() {
        try (InputStream in = Settings.class.getResourceAsStream(DEFAULTS)) {
            Properties properties = new Properties();
            properties.load(in);
            return asMap(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> read(Path file, boolean mustBeThere) {
        if (!mustBeThere && !Files.exists(file)) {
            return Map.of();
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            Properties properties = new Properties();
            properties.load(reader);
            return asMap(properties);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSetting("warden.config", file + " cannot be read: " + e.getMessage());
        }
    }

    private static void refuseUnknown(String key, String where, Map<String, String> known) {
        if (key.startsWith(PREFIX) && !known.containsKey(key)) {
            String nearest = new TreeSet<>(known.keySet()).stream()
                    .min((a, b) -> Integer.compare(distance(a, key), distance(b, key))).orElse("");
            throw new InvalidSetting(key, "is set by " + where + ", but there is no such setting; is "
                    + nearest + " meant?");
        }
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }

    private static Map<String, String> asMap(Properties properties) {
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(key -> key, properties::getProperty));
    }

    private static Optional<String> filled(String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String quoted(String value) {
        return '"' + value.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
