package dev.warden.platform;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import jakarta.json.JsonException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;

/**
 * Checks a document from outside before it is parsed or bound, in one pass, for what these would accept, or fail at:
 * invalid UTF-8, duplicate members (RFC 8259 §4 leaves open which one counts), text after the document, deep nesting,
 * which libraries walk recursively, NUL and unpaired surrogates, and a root of another type.
 *
 * <p>What is wrong is a {@link JsonException}, whose message is a sentence for the sender.
 */
public final class StrictJson {

    private static final int MAX_DEPTH = 16;
    private static final JsonParserFactory PARSERS = JsonText.PROVIDER.createParserFactory(Map.of());

    private StrictJson() {
    }

    /** @throws JsonException if the document is not a JSON object by these rules */
    public static void requireObject(String document) {
        mistyped(document, Set.of());
    }

    /**
     * As {@link #requireObject(String)}, for an object of which some members are strings or null: binding would convert
     * others.
     *
     * @return those of them that are of another type
     */
    public static Set<String> mistyped(String document, Set<String> textMembers) {
        return check(document, Event.START_OBJECT, textMembers);
    }

    /** @throws JsonException if the document is not a JSON array by these rules */
    public static void requireArray(String document) {
        check(document, Event.START_ARRAY, Set.of());
    }

    /** @throws JsonException if the octets are not UTF-8 */
    public static String decoded(byte[] octets) {
        try {
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw new JsonException("The body is not UTF-8.");
        }
    }

    private static Set<String> check(String document, Event root, Set<String> textMembers) {
        try (JsonParser parser = PARSERS.createParser(new StringReader(document))) {
            Pass pass = new Pass(parser, textMembers);
            if (pass.run(root)) {
                return pass.mistyped;
            }
        } catch (Refused e) {
            throw e;
        } catch (JsonException notJson) {
            // Reported below, in our words.
        }
        throw new JsonException(root == Event.START_OBJECT ? "The body is not a JSON object."
                : "The body is not a JSON array.");
    }

    /** It is JSON, but has what we do not accept. */
    private static final class Refused extends JsonException {

        private static final long serialVersionUID = 1L;

        Refused(String sentence) {
            super(sentence);
        }
    }

    /** One pass over one document. */
    private static final class Pass {

        private final JsonParser parser;
        private final Set<String> textMembers;
        private final Deque<Set<String>> names = new ArrayDeque<>();
        private final Set<String> mistyped = new HashSet<>();
        private int depth;
        private String member;

        Pass(JsonParser parser, Set<String> textMembers) {
            this.parser = parser;
            this.textMembers = textMembers;
        }

        /** @return whether the document is one value of that type and nothing else */
        boolean run(Event root) {
            if (!parser.hasNext() || parser.next() != root) {
                return false;
            }
            open(root == Event.START_OBJECT);
            while (depth > 0) {
                step(parser.next());
            }
            return !parser.hasNext();
        }

        private void step(Event event) {
            if (depth == 1 && event != Event.KEY_NAME && event != Event.END_OBJECT) {
                lookAtType(event);
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

        private void lookAtType(Event event) {
            boolean isText = event == Event.VALUE_STRING || event == Event.VALUE_NULL;
            if (!isText && member != null && textMembers.contains(member)) {
                mistyped.add(member);
            }
        }

        private void open(boolean isObject) {
            if (++depth > MAX_DEPTH) {
                throw new Refused("The body is nested too deeply.");
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
                throw new Refused("The body has two members of one name.");
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
                    throw new Refused("The body has a character that is not allowed.");
                }
            }
        }
    }
}
