package dev.warden.platform;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** The query of an address, encoded as {@code application/x-www-form-urlencoded}. */
public final class AddressQuery {

    private AddressQuery() {
    }

    /**
     * An address with more parameters. RFC 6749 §3.1.2: a query that it has "MUST be retained when adding additional
     * query parameters".
     *
     * @param address    without fragment
     * @param parameters by names that need no encoding, in this order
     */
    public static String extended(String address, Map<String, String> parameters) {
        return address + (address.indexOf('?') < 0 ? '?' : '&') + encoded(parameters);
    }

    /**
     * Parameters as a query or a fragment of an address.
     *
     * @param parameters by names that need no encoding, in this order
     */
    public static String encoded(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + '=' + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
