package dev.warden.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jose4j.json.JsonUtil;

/** The claims of a token to be signed, in the order in which they were set (RFC 7519 §4). Null values are omitted. */
public final class Claims {

    private final Map<String, Object> members = new LinkedHashMap<>();

    public Claims set(String name, String text) {
        return put(name, text);
    }

    /** As NumericDate (RFC 7519 §2): whole seconds. */
    public Claims set(String name, Instant instant) {
        return put(name, instant == null ? null : instant.getEpochSecond());
    }

    /** A duration in whole seconds. */
    public Claims setSeconds(String name, Duration duration) {
        return put(name, duration.toSeconds());
    }

    public Claims set(String name, boolean value) {
        return put(name, value);
    }

    /** As an array, even if there is one element. */
    public Claims set(String name, Collection<String> texts) {
        return put(name, texts == null ? null : List.copyOf(texts));
    }

    public Claims set(String name, Claims nested) {
        return put(name, nested == null ? null : nested.members);
    }

    /**
     * Claim {@code aud}: a string for one value, an array for several (RFC 7519 §4.1.3). Some clients insist on the
     * string.
     */
    public Claims setAudience(Collection<String> audience) {
        return audience.size() == 1 ? set("aud", audience.iterator().next()) : set("aud", audience);
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The JSON object. */
    public String json() {
        return JsonUtil.toJson(members);
    }

    private Claims put(String name, Object value) {
        if (value != null) {
            members.put(name, value);
        }
        return this;
    }

    @Override
    public String toString() {
        return "Claims" + members.keySet();
    }
}
