package dev.warden.security;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

/** Reads the cookies of a request; not by its container, because containers treat malformed ones differently. */
public final class Cookies {

    private Cookies() {
    }

    /** The value of a cookie; empty if there is none, or if there are two of this name: one of them was planted. */
    public static Optional<String> value(HttpServletRequest request, String name) {
        List<String> values = Collections.list(request.getHeaders("Cookie")).stream()
                .flatMap(line -> Stream.of(line.split(";")))
                .map(String::strip).filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1)).toList();
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }
}
