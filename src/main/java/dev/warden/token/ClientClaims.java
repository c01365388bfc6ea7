package dev.warden.token;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jose4j.json.JsonUtil;
import org.jose4j.jwt.JwtClaims;

/** The claims of a token from a client. Nothing but the signature, if it has one, has been checked. */
public final class ClientClaims {

    private final Map<String, Object> members;
    private final Object type;

    /** @param type header {@code typ}; null if there is none */
    ClientClaims(JwtClaims claims, Object type) {
        this.members = claims.getClaimsMap();
        this.type = type;
    }

    /**
     * Whether header {@code typ} says that it is of a type, or leaves that open: it is absent, or {@code JWT}. RFC 7515
     * §4.1.9: media types are compared in any case, and {@code application/} may be omitted.
     *
     * @param mediaType in lower case, without {@code application/}
     */
    public boolean mayBe(String mediaType) {
        return type == null || type instanceof String text
                && Set.of("jwt", mediaType).contains(text.toLowerCase(Locale.ROOT).replaceFirst("^application/", ""));
    }

    /** A claim that is a string. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(members.get(name)).filter(String.class::isInstance).map(String.class::cast);
    }

    /** A claim that is a NumericDate, to the second. */
    public Optional<Instant> instant(String name) {
        return Optional.ofNullable(members.get(name)).filter(Number.class::isInstance)
                .map(value -> Math.min(Math.max(((Number) value).longValue(), 0), Integer.MAX_VALUE * 2L))
                .map(Instant::ofEpochSecond);
    }

    /** Claim {@code aud}, a string or an array. */
    public List<String> audience() {
        Object value = members.get("aud");
        if (value instanceof String one) {
            return List.of(one);
        }
        return value instanceof Collection<?> several
                ? several.stream().filter(String.class::isInstance).map(String.class::cast).toList() : List.of();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * The claims as request parameters (RFC 9101 §4): numbers and booleans as text, objects as JSON, arrays as several
     * values. What is null is absent.
     */
    public Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (value != null) {
                parameters.put(name, values(value));
            }
        });
        return parameters;
    }

    private static List<String> values(Object value) {
        return value instanceof Collection<?> several
                ? several.stream().filter(Objects::nonNull).map(ClientClaims::parameter).toList()
                : List.of(parameter(value));
    }

    @SuppressWarnings("unchecked")
    private static String parameter(Object value) {
        return value instanceof Map ? JsonUtil.toJson((Map<String, ?>) value) : String.valueOf(value);
    }

    @Override
    public String toString() {
        return "ClientClaims" + members.keySet();
    }
}
