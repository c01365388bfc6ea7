package dev.warden.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The part of an address that is taken for one subscriber: an IPv4 address, or the /64 of an IPv6 address. Sites get a
 * /64 or more, up to a /48 (RFC 6177 §2). The least is assumed here, because a neighbour's guesses must not count as
 * one's own, nor the neighbour's network as known; whoever has more networks still meets the limit of each account.
 *
 * <p>Its text is compared with what is stored, so it stays as it is: what people see is in the form of RFC 5952.
 */
final class Network {

    private static final int IPV6_OCTETS = 16;
    private static final int NETWORK_OCTETS = 8;

    private Network() {
    }

    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A literal with a colon is never resolved as a name.
            byte[] octets = InetAddress.getByName(address).getAddress();
            if (octets.length < IPV6_OCTETS) {
                return InetAddress.getByAddress(octets).getHostAddress();
            }
            Arrays.fill(octets, NETWORK_OCTETS, IPV6_OCTETS, (byte) 0);
            return InetAddress.getByAddress(octets).getHostAddress() + "/64";
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }
}
