package dev.warden.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import dev.warden.platform.InvalidValue;
import dev.warden.platform.WebOrigin;

/**
 * A redirect URI (RFC 6749 §3.1.2): absolute, without fragment, and written in a way that all parsers interpret alike.
 * It is stored as it was given, because it is compared as text (RFC 9700 §4.1.3).
 *
 * <p>Three kinds exist: {@code https}; {@code http} to the same machine (RFC 8252 §7.3); and a custom scheme, which
 * must contain a dot (RFC 8252 §7.1), so that {@code javascript}, {@code data} and the like are excluded.
 */
public record RedirectUri(String value) {

    private static final String FIELD = "redirect_uris";
    private static final int MAX_LENGTH = 2000;
    private static final int MAX_PORT = 65535;
    /** RFC 1035 §2.3.4; also enough for a scheme. */
    private static final int MAX_NAME = 253;

    /**
     * RFC 3986 §2 without {@code #}, which begins a fragment, and without {@code *}, which could be taken for a
     * wildcard.
     */
    private static final Pattern CHARACTERS = Pattern.compile("[A-Za-z0-9._~:/?@!$&'()+,;=\\[\\]%-]+");
    private static final Pattern OWN_SCHEME = Pattern.compile("[a-z][a-z0-9+-]*(\\.[a-z0-9+-]+)+");
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
    private static final String OCTET = "(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]+]");
    private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");
    /** An encoded dot, slash, backslash or control character: its meaning depends on who decodes it. */
    private static final Pattern DISGUISED = Pattern.compile("(?i)%(2e|2f|5c|25|[01][0-9a-f]|7f)");
    /** RFC 6749 §4.1.2 and §4.1.2.1, RFC 9207 §2. */
    static final Set<String> OF_RESPONSES =
            Set.of("code", "state", "iss", "error", "error_description", "error_uri");
    private static final Set<String> LOOPBACK_LITERALS = Set.of("127.0.0.1", "[::1]");

    public RedirectUri {
        problem(value).ifPresent(problem -> {
            throw new InvalidValue(FIELD, problem);
        });
    }

    /** Why a string is not a redirect URI; empty if it is one. Does not quote the string. */
    private static Optional<String> problem(String value) {
        if (value == null || value.isEmpty() || value.length() > MAX_LENGTH) {
            return Optional.of("must have 1 to " + MAX_LENGTH + " characters");
        }
        if (!CHARACTERS.matcher(value).matches()) {
            return Optional.of("has a fragment, a wildcard, or a character that no URI has");
        }
        try {
            return problem(new URI(value));
        } catch (URISyntaxException e) {
            return Optional.of("is no URI");
        }
    }

    private static Optional<String> problem(URI uri) {
        String scheme = uri.getScheme();
        if (scheme == null) {
            return Optional.of("is not absolute");
        }
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web && (scheme.length() > MAX_NAME || !OWN_SCHEME.matcher(scheme).matches())) {
            return Optional.of("has a scheme that is not allowed, or not in lower case");
        }
        if (uri.isOpaque() || uri.getRawPath() == null || web && uri.getRawAuthority() == null) {
            return Optional.of("lacks a host or a path");
        }
        if (uri.getRawAuthority() != null && !isAuthority(uri.getRawAuthority())) {
            return Optional.of("has a host or port in a form that is not allowed");
        }
        if (scheme.equals("http") && !isLoopback(host(uri.getRawAuthority()))) {
            return Optional.of("must use https, but on the loopback interface");
        }
        return pathProblem(uri.getRawPath());
    }

    /** Refuses segments that change the path, also after decoding. */
    private static Optional<String> pathProblem(String path) {
        // Servlet containers drop what follows a semicolon: to them "..;" is "..".
        boolean dots = Arrays.stream(path.split("/")).map(segment -> segment.replaceFirst(";.*", ""))
                .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
        return dots || path.contains("//") || DISGUISED.matcher(path).find()
                ? Optional.of("has a path that can be read in two ways") : Optional.empty();
    }

    /** A plain host and optionally a port. No userinfo. */
    private static boolean isAuthority(String authority) {
        String host = host(authority);
        String rest = authority.substring(host.length());
        return isHost(host) && (rest.isEmpty() || rest.charAt(0) == ':' && isPort(rest.substring(1)));
    }

    private static boolean isHost(String host) {
        if (host.length() > MAX_NAME) {
            return false;
        }
        if (host.startsWith("[")) {
            return IPV6.matcher(host).matches();
        }
        // To a browser, a host that ends in a number is an IPv4 address, however unusual (WHATWG URL §3.5).
        String last = host.substring(host.lastIndexOf('.') + 1);
        return last.matches("\\d.*") ? IPV4.matcher(host).matches() : DOMAIN.matcher(host).matches();
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) <= MAX_PORT;
    }

    private static String host(String authority) {
        int end = authority.startsWith("[") ? authority.indexOf(']') + 1 : authority.indexOf(':');
        return end <= 0 ? authority : authority.substring(0, end);
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK_LITERALS.contains(host) || host.equals("localhost");
    }

    /** The host, an IPv6 address in brackets; empty for a custom scheme without one. */
    public String host() {
        String authority = URI.create(value).getRawAuthority();
        return authority == null ? "" : host(authority);
    }

    /** As in {@code https://app.example.org:8443}; only the scheme for a custom scheme. */
    public String origin() {
        URI uri = URI.create(value);
        return uri.getRawAuthority() == null ? uri.getScheme() + ":" : WebOrigin.of(uri);
    }

    /** The path, encoded as it was given; may be empty. */
    public String path() {
        return URI.create(value).getRawPath();
    }

    public boolean hasQuery() {
        return value.indexOf('?') >= 0;
    }

    /**
     * Whether its query has one of some parameters, however its name is encoded. If they are those of responses, a
     * client would find two of that name, and might take the one that whoever wrote this address chose.
     */
    boolean hasParameter(Set<String> names) {
        String query = URI.create(value).getRawQuery();
        return query != null && Arrays.stream(query.split("[&;]")).map(pair -> pair.replaceFirst("=.*", ""))
                .anyMatch(name -> names.contains(URLDecoder.decode(name, StandardCharsets.UTF_8)));
    }

    /** Whether it stays on the same machine: {@code http} to a loopback address or {@code localhost}. */
    public boolean isLoopback() {
        return value.startsWith("http:");
    }

    /** Whether the scheme is a custom one. */
    public boolean hasOwnScheme() {
        return !value.startsWith("https:") && !value.startsWith("http:");
    }

    /**
     * Whether a requested address equals this one except for the port. RFC 8252 §7.3: "The authorization server MUST
     * allow any port to be specified at the time of the request for loopback IP redirect URIs". {@code localhost} is no
     * such address (§8.3).
     */
    boolean matchesWithAnyPort(String requested) {
        if (!isLoopback() || !LOOPBACK_LITERALS.contains(host())) {
            return false;
        }
        String start = "http://" + host();
        if (!requested.startsWith(start)) {
            return false;
        }
        String rest = requested.substring(start.length());
        int end = 0;
        if (rest.startsWith(":")) {
            end = 1;
            while (end < rest.length() && rest.charAt(end) >= '0' && rest.charAt(end) <= '9') {
                end++;
            }
            if (!isPort(rest.substring(1, end))) {
                return false;
            }
        }
        return rest.substring(end).equals(afterAuthority());
    }

    private String afterAuthority() {
        URI uri = URI.create(value);
        return value.substring((uri.getScheme() + "://" + uri.getRawAuthority()).length());
    }

    @Override
    public String toString() {
        return value;
    }
}
