package dev.warden.oidc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.warden.security.Form;

/** The parameters of an authorization request, from the query, a request object, or a pushed request. */
record AuthorizationParameters(Map<String, List<String>> values) {

    static AuthorizationParameters of(Form form) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        form.names().forEach(name -> values.put(name, form.values(name)));
        return new AuthorizationParameters(values);
    }

    /** A parameter; empty if it is absent. Only {@code resource} may have several values. */
    Optional<String> value(String name) {
        return values(name).stream().findFirst();
    }

    List<String> values(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The words of a space-separated parameter. */
    List<String> words(String name) {
        return value(name).map(Scopes::of).orElse(List.of());
    }

    /** These parameters, overridden by others of the same name. */
    AuthorizationParameters overriddenBy(Map<String, List<String>> others) {
        Map<String, List<String>> all = new LinkedHashMap<>(values);
        all.putAll(others);
        return new AuthorizationParameters(all);
    }

    AuthorizationParameters without(String... names) {
        Map<String, List<String>> rest = new LinkedHashMap<>(values);
        for (String name : names) {
            rest.remove(name);
        }
        return new AuthorizationParameters(rest);
    }
}
