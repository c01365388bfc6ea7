package dev.warden.session;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The part of an address that belongs to one subscriber. */
final class Network {

    private static final int IPV6_OCTETS = 16;
    private static final int SUBSCRIBER_OCTETS = 8;

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
            Arrays.fill(octets, SUBSCRIBER_OCTETS, IPV6_OCTETS, (byte) 0);
            return InetAddress.getByAddress(octets).getHostAddress() + "/64";
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }
}
