package dev.warden.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;

import dev.warden.platform.JsonText;

/**
 * Reads requests into records and writes answers from them, as JSON, in the same way on every server: the document is
 * checked strictly ({@link StrictBody}), bound by Jakarta JSON Binding, then checked against the record's constraints.
 *
 * <p>Reading throws {@link RequestRefused} if the body is not {@code application/json} in UTF-8 (415), too large (413)
 * or malformed (400), and {@link ConstraintViolationException} if a constraint is violated or a member has another type
 * ({@link MistypedMembers}).
 *
 * <p>It is {@code @Dependent} because with a client proxy Jersey cannot see which types a provider is for, and picks
 * either ours or the container's.
 */
@Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
@Priority(JsonBody.BEFORE_THE_CONTAINERS)
@Dependent
public class JsonBody implements MessageBodyReader<Record>, MessageBodyWriter<Record> {

    /** Lower values come first (Jakarta RESTful Web Services §4.1.3); the containers' own providers have 5000. */
    static final int BEFORE_THE_CONTAINERS = 4000;

    private final Validator validator;
    private final Jsonb jsonb = JsonbBuilder.create();
    private final StrictBody strict = new StrictBody();

    @Inject
    public JsonBody(Validator validator) {
        this.validator = validator;
    }

    /** Required by WildFly, never called. */
    public JsonBody() {
        this(null);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public Record readFrom(Class<Record> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream in) throws IOException, WebApplicationException {
        byte[] body = RequestLimits.body(in, RequestLimits.MAX_BODY + 1);
        if (body.length == 0 && Arrays.stream(annotations).anyMatch(OptionalBody.class::isInstance)) {
            return null;
        }
        requireJson(mediaType);
        StrictBody.Checked checked = strict.check(body, type);
        if (!checked.mistyped().isEmpty()) {
            throw new MistypedMembers(checked.mistyped(),
                    validator.validate(bound(withoutMistyped(checked), type)));
        }
        return valid(bound(checked.document(), type));
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type.isRecord();
    }

    @Override
    public void writeTo(Record body, Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, Object> headers, OutputStream out) throws IOException {
        out.write(jsonb.toJson(body).getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 8259 §8.1, §11: JSON is UTF-8; the parameter charset has no meaning but may be present. */
    private static void requireJson(MediaType type) {
        String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
        boolean isJson = type.getType().equalsIgnoreCase("application") && type.getSubtype().equalsIgnoreCase("json");
        if (!isJson || charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw RequestRefused.notJson();
        }
    }

    private static String withoutMistyped(StrictBody.Checked checked) {
        try {
            JsonObjectBuilder kept = JsonText.PROVIDER.createObjectBuilder(JsonText.object(checked.document()));
            checked.mistyped().forEach(kept::remove);
            return kept.build().toString();
        } catch (NumberFormatException | UnsupportedOperationException beyondAnyNumber) {
            throw RequestRefused.malformed();
        }
    }

    private <T> T bound(String json, Class<T> type) {
        try {
            return jsonb.fromJson(json, type);
        } catch (JsonbException notThisRecord) {
            throw RequestRefused.malformed();
        }
    }

    private <T> T valid(T body) {
        Set<ConstraintViolation<T>> violations = validator.validate(body);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return body;
    }
}
