package dev.warden.token;

/**
 * Checks the form of a JWS in compact serialization (RFC 7515 §7.1) before a library parses it: three parts of
 * base64url (RFC 4648 §5) without padding, each the canonical encoding of its octets, in total under 8 KiB.
 */
final class CompactForm {

    private static final int MAX_LENGTH = 8191;
    private static final int PARTS = 3;

    private CompactForm() {
    }

    static boolean isWellFormed(String token) {
        if (token == null || token.length() > MAX_LENGTH) {
            return false;
        }
        int parts = 0;
        int start = 0;
        for (int end = token.indexOf('.'); ; end = token.indexOf('.', start)) {
            int stop = end < 0 ? token.length() : end;
            parts++;
            if (parts > PARTS || !isCanonical(token, start, stop)) {
                return false;
            }
            if (end < 0) {
                return parts == PARTS;
            }
            start = end + 1;
        }
    }

    private static boolean isCanonical(String text, int from, int to) {
        int length = to - from;
        if (length == 0 || length % 4 == 1) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (sextet(text.charAt(i)) < 0) {
                return false;
            }
        }
        // The unused bits of the last character must be zero; otherwise two texts would encode the same octets.
        int spare = length % 4 == 2 ? 0b1111 : length % 4 == 3 ? 0b11 : 0;
        return (sextet(text.charAt(to - 1)) & spare) == 0;
    }

    private static int sextet(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '-' ? 62 : c == '_' ? 63 : -1;
    }
}
