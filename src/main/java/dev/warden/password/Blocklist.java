package dev.warden.password;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import com.nulabinc.zxcvbn.StandardDictionaries;

import dev.warden.platform.InvalidSetting;

/**
 * Passwords that nobody may choose (SP 800-63B-4 §3.1.1.2: compare with a list of commonly used, expected or
 * compromised ones). Compared as a whole, regardless of case and Unicode form.
 */
public final class Blocklist {

    static final String KEY = "warden.password.blocklist";

    private final Set<String> folded;

    private Blocklist(Collection<String> passwords) {
        folded = passwords.stream().filter(line -> !line.isEmpty()).map(Blocklist::fold)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param setting {@code off}, {@code common} or the path of a UTF-8 file with one password per line
     * @throws InvalidSetting if the file cannot be read
     */
    static Blocklist of(String setting) {
        return new Blocklist(switch (setting) {
            case "off" -> List.of();
            case "common" -> common();
            default -> lines(setting);
        });
    }

    boolean contains(String password) {
        return folded.contains(fold(password));
    }

    int size() {
        return folded.size();
    }

    /** The 30,000 most frequent passwords in leaked lists, as zxcvbn ranks them. */
    private static List<String> common() {
        try {
            return StandardDictionaries.PASSWORDS_LOADER.load().getFrequencies();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String path) {
        try {
            return Files.readAllLines(Path.of(path));
        } catch (IOException | InvalidPathException e) {
            throw new InvalidSetting(KEY, path + " is neither off nor common, and cannot be read as a file of one"
                    + " password a line in UTF-8: " + e.getClass().getSimpleName());
        }
    }

    private static String fold(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
