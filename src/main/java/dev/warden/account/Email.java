package dev.warden.account;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.warden.platform.InvalidValue;

/**
 * An email address: an addr-spec (RFC 5322 §3.4.1) whose local part is a dot-atom, including letters of any script (RFC
 * 6531), and whose domain has at least two labels; at most 64 octets before the {@code @} and 254 in total (RFC 5321
 * §4.5.3.1). Quoted local parts, comments and address literals are refused: only attackers use them. Refused too are
 * domains that are another name by IDNA2008 (RFC 5890) than by IDNA2003; their ASCII form is accepted.
 */
public record Email(String value) {

    private static final int MAX_OCTETS = 254;
    private static final int MAX_LOCAL_OCTETS = 64;
    private static final String ATEXT = "[\\p{L}\\p{N}\\p{M}!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL = Pattern.compile(ATEXT + "(\\." + ATEXT + ")*");
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    /** The last label is not a number: a name that ends in one is an IP address (RFC 1123 §2.1). */
    private static final Pattern DOMAIN = Pattern.compile("(" + LABEL + "\\.)+(?!\\d+$)" + LABEL);

    /**
     * Letters that IDNA2003, or the folding of {@link IdentityKey}, makes others, and IDNA2008 does not: ß in both
     * cases, final ς, dotless ı. So it is with the joiners (UTS #46 §2.3), which are invisible.
     */
    private static final Pattern ANOTHER_NAME = Pattern.compile("[\u00df\u1e9e\u03c2\u0131]");

    public Email {
        if (!isWellFormed(value)) {
            throw new InvalidValue("email", "is not an address of mail");
        }
    }

    /** Whether a string is such an address. */
    public static boolean isWellFormed(String text) {
        if (text == null || text.length() > MAX_OCTETS) {
            return false;
        }
        int at = text.lastIndexOf('@');
        // A domain's key omits invisible characters, so a line break in it would pass everything that follows.
        if (at < 1 || octets(text) > MAX_OCTETS || text.codePoints().anyMatch(IdentityKey::isInvisible)) {
            return false;
        }
        String local = text.substring(0, at);
        String domain = asciiDomain(text.substring(at + 1));
        return octets(local) <= MAX_LOCAL_OCTETS && LOCAL.matcher(local).matches()
                && DOMAIN.matcher(domain).matches() && keyOf(local, domain).length() <= IdentityKey.MAX_LENGTH;
    }

    /** The unique key that all spellings of this address share. A domain is compared in its ASCII form. */
    public String key() {
        int at = value.lastIndexOf('@');
        return keyOf(value.substring(0, at), asciiDomain(value.substring(at + 1)));
    }

    private static String keyOf(String local, String asciiDomain) {
        return IdentityKey.of(local) + "@" + asciiDomain;
    }

    /** The domain in lower-case ASCII (RFC 3490 §4); empty if it has no such form, or another one by RFC 5891. */
    private static String asciiDomain(String domain) {
        if (ANOTHER_NAME.matcher(domain).find()) {
            return "";
        }
        try {
            return IDN.toASCII(IdentityKey.of(domain), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noDomain) {
            return "";
        }
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return value;
    }
}
