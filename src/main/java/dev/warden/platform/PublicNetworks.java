package dev.warden.platform;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to the public Internet: those that are not in the registries of special-purpose addresses (RFC
 * 6890, IANA). The JDK treats an IPv4-mapped IPv6 address ({@code ::ffff:…}) as IPv4, and so does this class. Addresses
 * that embed an IPv4 address (6to4, Teredo, NAT64) are not public, because where they lead depends on the network.
 */
final class PublicNetworks {

    private static final List<AddressRange> NOT_PUBLIC_IPV4 = ranges("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10",
            "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    /**
     * Everything allocated so far; loopback, private, link-local, multicast and translated addresses are outside of it.
     */
    private static final List<AddressRange> GLOBAL_IPV6 = ranges("2000::/3");

    private static final List<AddressRange> NOT_PUBLIC_IPV6 = ranges("2001::/23", "2001:db8::/32", "2002::/16",
            "3fff::/20");

    private PublicNetworks() {
    }

    static boolean contain(InetAddress address) {
        return address instanceof Inet6Address
                ? isIn(GLOBAL_IPV6, address) && !isIn(NOT_PUBLIC_IPV6, address) : !isIn(NOT_PUBLIC_IPV4, address);
    }

    static boolean isIn(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static List<AddressRange> ranges(String... texts) {
        return Stream.of(texts).map(text -> AddressRange.parse(text).orElseThrow()).toList();
    }
}
