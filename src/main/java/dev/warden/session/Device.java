package dev.warden.session;

/**
 * From where a request comes.
 *
 * @param address   the client's address as text, IPv6 in the form of RFC 5952; at most 45 characters
 * @param userAgent the User-Agent header, at most 255 characters, empty if there was none
 */
public record Device(String address, String userAgent) {

    private static final int MAX_USER_AGENT = 255;

    public Device {
        userAgent = userAgent == null ? "" : shortened(userAgent);
    }

    /** What limits count as one place: an IPv4 address, or the /64 of an IPv6 address, the least that a site has. */
    public String network() {
        return Network.of(address);
    }

    private static String shortened(String text) {
        if (text.length() <= MAX_USER_AGENT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_USER_AGENT - 1)) ? MAX_USER_AGENT - 1 : MAX_USER_AGENT;
        return text.substring(0, end);
    }
}
