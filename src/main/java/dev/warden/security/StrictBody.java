package dev.warden.security;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.json.JsonException;
import jakarta.json.bind.annotation.JsonbProperty;

import dev.warden.platform.StrictJson;

/**
 * Checks a document of a request by {@link StrictJson} before it is bound, and finds members of another type than the
 * record has, which binding would convert.
 */
final class StrictBody {

    private final Map<Class<?>, Set<String>> texts = new ConcurrentHashMap<>();

    /** @param mistyped members of another type than the record has */
    record Checked(String document, Set<String> mistyped) {
    }

    /**
     * @param type the record it will be bound to
     * @throws RequestRefused if it violates these rules, saying which
     */
    Checked check(byte[] body, Class<?> type) {
        return check(body, texts.computeIfAbsent(type, StrictBody::textMembers));
    }

    /** As {@link #check(byte[], Class)}, for a document that is not bound to a record. */
    String check(byte[] body) {
        return check(body, Set.of()).document();
    }

    /** As {@link #check(byte[])}, for a document that is already decoded. */
    String check(String document) {
        try {
            StrictJson.requireObject(document);
            return document;
        } catch (JsonException e) {
            throw new RequestRefused(400, e.getMessage());
        }
    }

    private static Checked check(byte[] body, Set<String> textMembers) {
        try {
            String document = StrictJson.decoded(body);
            return new Checked(document, StrictJson.mistyped(document, textMembers));
        } catch (JsonException e) {
            throw new RequestRefused(400, e.getMessage());
        }
    }

    private static Set<String> textMembers(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).filter(component -> component.getType() == String.class)
                .map(StrictBody::memberName).collect(Collectors.toUnmodifiableSet());
    }

    private static String memberName(RecordComponent component) {
        JsonbProperty property = component.getAccessor().getAnnotation(JsonbProperty.class);
        return property == null ? component.getName() : property.value();
    }
}
