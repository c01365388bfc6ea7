package dev.warden.client;

import java.util.List;
import java.util.stream.Stream;

/**
 * The redirect URIs of one client.
 *
 * @param exact    compared character by character
 * @param prefixes folders of which every page is allowed; see {@link RedirectPrefix}
 * @param anyPort  whether a loopback address matches with any port: native clients (RFC 8252 §7.3)
 */
public record RedirectUris(List<RedirectUri> exact, List<RedirectPrefix> prefixes, boolean anyPort) {

    /** How a requested address matched a registered one. */
    public enum Match { NONE, EXACT, LOOPBACK_PORT, PATH_PREFIX }

    public RedirectUris {
        exact = List.copyOf(exact);
        prefixes = List.copyOf(prefixes);
    }

    /**
     * Whether a requested address is allowed. RFC 9700 §2.1: "authorization servers MUST utilize exact string
     * matching", except for loopback ports.
     */
    public Match match(String requested) {
        if (requested == null) {
            return Match.NONE;
        }
        if (exact.stream().anyMatch(uri -> uri.value().equals(requested))) {
            return Match.EXACT;
        }
        if (anyPort && exact.stream().anyMatch(uri -> uri.matchesWithAnyPort(requested))) {
            return Match.LOOPBACK_PORT;
        }
        return prefixes.stream().anyMatch(prefix -> prefix.covers(requested)) ? Match.PATH_PREFIX : Match.NONE;
    }

    /**
     * Whether who makes use of an answer must be this client. Not so for public clients without https addresses: any
     * program on the device can listen on its loopback interface or claim a scheme (RFC 8252 §8.6), and needs no secret
     * then. Native clients are taken for public, because what is shipped in an app "should not be treated as
     * confidential secrets" (§8.5).
     */
    boolean assureIdentity(AuthenticationMethod method) {
        boolean isConfidential = method != AuthenticationMethod.NONE && !anyPort;
        return isConfidential || all().allMatch(uri -> uri.value().startsWith("https:"));
    }

    /** The origins of all of them. */
    Stream<String> origins() {
        return all().map(RedirectUri::origin);
    }

    /** The hosts of all of them. */
    Stream<String> hosts() {
        return all().map(RedirectUri::host).distinct();
    }

    private Stream<RedirectUri> all() {
        return Stream.concat(exact.stream(), prefixes.stream().map(prefix -> new RedirectUri(prefix.value())));
    }
}
