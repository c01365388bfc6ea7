package dev.warden.platform;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** IP addresses as people and other programs write them: IPv6 in the one form of RFC 5952 §4. */
public final class AddressText {

    /** Two groups or more (RFC 5952 §4.2.2), with the colons around them. */
    private static final Pattern ZEROS = Pattern.compile("(?:^|:)0(?::0)+(?::|$)");

    private AddressText() {
    }

    public static String of(InetAddress address) {
        return shortened(address.getHostAddress());
    }

    /** A network in CIDR notation whose address is as the JDK writes it; any text without a slash as it is. */
    public static String ofNetwork(String network) {
        int slash = network.indexOf('/');
        return slash < 0 ? network : shortened(network.substring(0, slash)) + network.substring(slash);
    }

    /** The JDK omits leading zeros and writes small letters, but never shortens zeros. */
    private static String shortened(String groups) {
        return longestZeros(groups).map(zeros -> groups.substring(0, zeros.start()) + "::"
                + groups.substring(zeros.end())).orElse(groups);
    }

    /** RFC 5952 §4.2.3: of several that are equally long, the first. */
    private static Optional<MatchResult> longestZeros(String groups) {
        return ZEROS.matcher(groups).results().reduce((first, other) -> count(other) > count(first) ? other : first);
    }

    private static long count(MatchResult zeros) {
        return zeros.group().chars().filter(c -> c == '0').count();
    }
}
