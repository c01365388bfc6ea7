package dev.warden.platform;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Seals texts that travel through browsers in addresses instead of being stored: deflated, sealed under the master key,
 * and written in characters that need no encoding there. So strangers cannot fill a table, and any node can open them.
 */
@ApplicationScoped
public class SealedText {

    /**
     * Maximum number of characters of a sealed text that is opened. Every server accepts that many in a URL (RFC 9110
     * §4.1 recommends 8000 octets).
     */
    private static final int MAX_LENGTH = 6000;
    private static final int LEAST_OCTETS = 30;
    private static final int MAX_OCTETS = 64 * 1024;

    private final MasterKey masterKey;

    @Inject
    public SealedText(MasterKey masterKey) {
        this.masterKey = masterKey;
    }

    protected SealedText() {
        this(null);
    }

    /**
     * @param place what it is; it cannot be opened as anything else
     * @throws InvalidValue if the text is so long that it could not be opened
     */
    public String seal(String place, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        String sealed = octets.length > MAX_OCTETS ? null : masterKey.seal(deflated(octets), place)
                .replace('+', '-').replace('/', '_').replace("=", "");
        if (sealed == null || sealed.length() > MAX_LENGTH) {
            throw new InvalidValue("request", "is too large");
        }
        return sealed;
    }

    /** Opens what was sealed; empty if it is not one of ours, or was sealed for another place. */
    public Optional<String> open(String place, String sealed) {
        if (sealed == null || sealed.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            byte[] octets = Base64.getUrlDecoder().decode(sealed);
            return octets.length < LEAST_OCTETS ? Optional.empty()
                    : inflated(masterKey.open(Base64.getEncoder().encodeToString(octets), place));
        } catch (IllegalArgumentException | InvalidSetting | DataFormatException notOfOurs) {
            return Optional.empty();
        }
    }

    private static byte[] deflated(byte[] octets) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(octets);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length);
            byte[] buffer = new byte[1024];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Empty if it is longer than what is sealed. */
    private static Optional<String> inflated(byte[] octets) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(octets);
            byte[] out = new byte[MAX_OCTETS + 1];
            int length = inflater.inflate(out);
            return inflater.finished() && length <= MAX_OCTETS
                    ? Optional.of(new String(out, 0, length, StandardCharsets.UTF_8)) : Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
