package dev.warden.security;

import java.io.StringReader;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;

/**
 * Checks a document before it is bound, in one pass, for what binding would accept: invalid UTF-8, duplicate members
 * (RFC 8259 §4 leaves open which one counts), text after the document, deep nesting, NUL and unpaired surrogates, a
 * root that is not an object, and members of another type than the record has, which binding would convert.
 */
final class StrictJson {

    private static final int MAX_DEPTH = 16;

    private final JsonParserFactory parsers = Json.createParserFactory(Map.of());
    private final Map<Class<?>, Set<String>> texts = new ConcurrentHashMap<>();

    /**
     * @param type the record it will be bound to
     * @return the document
     * @throws RequestRefused if it violates these rules, saying which
     */
    String check(byte[] body, Class<?> type) {
        return check(decoded(body), texts.computeIfAbsent(type, StrictJson::textMembers));
    }

    /** As {@link #check(byte[], Class)}, for a document that is not bound to a record. */
    String check(byte[] body) {
        return check(decoded(body));
    }

    /** As {@link #check(byte[])}, for a document that is already decoded. */
    String check(String document) {
        return check(document, Set.of());
    }

    private String check(String document, Set<String> textMembers) {
        try (JsonParser parser = parsers.createParser(new StringReader(document))) {
            new Pass(parser, textMembers).run();
        } catch (JsonException e) {
            throw RequestRefused.malformed();
        }
        return document;
    }

    private static String decoded(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new RequestRefused(400, "The body is not UTF-8.");
        }
    }

    private static Set<String> textMembers(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).filter(component -> component.getType() == String.class)
                .map(StrictJson::memberName).collect(Collectors.toUnmodifiableSet());
    }

    static String memberName(RecordComponent component) {
        JsonbProperty property = component.getAccessor().getAnnotation(JsonbProperty.class);
        return property == null ? component.getName() : property.value();
    }

    /** One pass over one document. */
    private static final class Pass {

        private final JsonParser parser;
        private final Set<String> textMembers;
        private final Deque<Set<String>> names = new ArrayDeque<>();
        private int depth;
        private String member;

        Pass(JsonParser parser, Set<String> textMembers) {
            this.parser = parser;
            this.textMembers = textMembers;
        }

        void run() {
            if (!parser.hasNext() || parser.next() != Event.START_OBJECT) {
                throw RequestRefused.malformed();
            }
            open(true);
            while (depth > 0) {
                step(parser.next());
            }
            if (parser.hasNext()) {
                throw RequestRefused.malformed();
            }
        }

        private void step(Event event) {
            if (depth == 1 && event != Event.KEY_NAME && event != Event.END_OBJECT) {
                requireText(event);
            }
            switch (event) {
                case START_OBJECT -> open(true);
                case START_ARRAY -> open(false);
                case END_OBJECT, END_ARRAY -> close();
                case KEY_NAME -> name(parser.getString());
                case VALUE_STRING -> requireCharacters(parser.getString());
                default -> { }
            }
        }

        private void requireText(Event event) {
            if (textMembers.contains(member) && event != Event.VALUE_STRING && event != Event.VALUE_NULL) {
                throw new RequestRefused(400, "Member \"" + member + "\" must be a string.");
            }
        }

        private void open(boolean isObject) {
            if (++depth > MAX_DEPTH) {
                throw new RequestRefused(400, "The body is nested too deeply.");
            }
            names.push(isObject ? new HashSet<>() : Set.of());
        }

        private void close() {
            depth--;
            names.pop();
        }

        private void name(String name) {
            requireCharacters(name);
            if (!names.element().add(name)) {
                throw new RequestRefused(400, "The body has two members of one name.");
            }
            if (depth == 1) {
                member = name;
            }
        }

        private static void requireCharacters(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean isPair = Character.isHighSurrogate(c) && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (isPair) {
                    i++;
                } else if (c == 0 || Character.isSurrogate(c)) {
                    throw new RequestRefused(400, "The body has a character that is not allowed.");
                }
            }
        }
    }
}
