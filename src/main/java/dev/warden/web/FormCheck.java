package dev.warden.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a submitted form. */
final class FormCheck {

    private final Visit visit;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, String> byField = new HashMap<>();

    FormCheck(Visit visit) {
        this.visit = visit;
    }

    /** The value of a mandatory field, of at most so many code points. */
    String required(String field, int most) {
        return required(field, field, most);
    }

    /**
     * As {@link #required(String, int)}.
     *
     * @param what the first part of the keys of its texts
     */
    String required(String field, String what, int most) {
        String value = visit.input().text(field);
        if (value.isEmpty()) {
            fault(field, what + "-required");
        } else if (value.codePointCount(0, value.length()) > most) {
            fault(field, what + "-long", most);
        }
        return value;
    }

    /**
     * @param field of the form; empty if the fault concerns none. Of several faults of one field the first is shown
     * @param key   of the text that says what is wrong
     */
    void fault(String field, String key, Object... values) {
        if (!byField.containsKey(field)) {
            String text = visit.language().say(key, values);
            faults.add(new Fault(field, text));
            byField.put(field, text);
        }
    }

    boolean hasFaults() {
        return !faults.isEmpty();
    }

    boolean isWrong(String field) {
        return byField.containsKey(field);
    }

    List<Fault> faults() {
        return List.copyOf(faults);
    }

    /** A field with the submitted value. */
    Field field(String name) {
        return new Field(visit.input().text(name), byField.getOrDefault(name, ""));
    }

    /** A field that is never filled in again: a password is not sent back. */
    Field withoutValue(String name) {
        return new Field("", byField.getOrDefault(name, ""));
    }

    /** How long to wait, in whole minutes. */
    static long minutes(Duration wait) {
        return wait.plusSeconds(59).toMinutes();
    }
}
