package dev.warden.openapi;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.json.bind.annotation.JsonbProperty;

import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.hibernate.validator.constraints.CodePointLength;

import dev.warden.account.WellFormedEmail;
import dev.warden.account.WellFormedUsername;
import dev.warden.security.Confirmed;

/** The schemas of bodies, with rules that the scanner does not know. */
final class MessageSchemas {

    /** As far as a pattern can express it for every language: no @, no space at either end. */
    private static final String USERNAME = "^[^@\\s]([^@]*[^@\\s])?$";
    /** RFC 5321 §4.5.3.1.3. */
    private static final int EMAIL_MAX_LENGTH = 254;

    private final Map<String, Schema> schemas;
    private final Set<String> requests = new HashSet<>();

    MessageSchemas(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    /** Adds the constraints of a request. */
    void describeRequest(Class<?> body) {
        String name = body.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class).name();
        requests.add(name);
        Schema schema = schemas.get(name);
        for (Field field : body.getDeclaredFields()) {
            Schema member = schema.getProperties().get(member(field));
            if (member != null) {
                describe(member, field);
            }
        }
        Confirmed confirmed = body.getAnnotation(Confirmed.class);
        if (confirmed != null) {
            String again = member(body, confirmed.by());
            require(schema, again);
            schema.getProperties().get(again).description("The same as password");
        }
    }

    /** Every member of an answer is required, except those that may be null: these are omitted. */
    void describeAnswers() {
        schemas.forEach((name, schema) -> {
            if (!requests.contains(name)) {
                schema.getProperties().forEach((member, its) -> requireOrLeaveOut(schema, member, its));
            }
        });
    }

    private static void requireOrLeaveOut(Schema schema, String name, Schema member) {
        List<SchemaType> types = member.getType();
        if (types == null || !types.contains(SchemaType.NULL)) {
            require(schema, name);
        } else {
            member.setType(types.stream().filter(type -> type != SchemaType.NULL).toList());
        }
    }

    private static void require(Schema schema, String name) {
        if (schema.getRequired() == null || !schema.getRequired().contains(name)) {
            schema.addRequired(name);
        }
    }

    private static void describe(Schema member, Field field) {
        for (CodePointLength length : field.getAnnotationsByType(CodePointLength.class)) {
            if (length.min() > 0) {
                member.setMinLength(length.min());
            }
            if (length.max() < Integer.MAX_VALUE) {
                member.setMaxLength(length.max());
            }
        }
        if (field.isAnnotationPresent(WellFormedEmail.class)) {
            member.format("idn-email").maxLength(EMAIL_MAX_LENGTH);
        }
        if (field.isAnnotationPresent(WellFormedUsername.class)) {
            member.setPattern(USERNAME);
        }
    }

    private static String member(Class<?> type, String component) {
        try {
            return member(type.getDeclaredField(component));
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(type + " has no " + component, e);
        }
    }

    private static String member(Field field) {
        JsonbProperty property = field.getAnnotation(JsonbProperty.class);
        return property == null ? field.getName() : property.value();
    }
}
