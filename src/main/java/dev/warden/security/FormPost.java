package dev.warden.security;

import java.util.List;
import java.util.Map;

/**
 * A form that a browser sends to an application (OAuth 2.0 Form Post Response Mode §2).
 *
 * @param address   where it is sent
 * @param fields    its hidden fields, in their order
 * @param script    address of the script that submits it
 * @param uiLocales the languages that the application asks for, in order of preference; empty if it does not say
 */
public record FormPost(String address, Map<String, String> fields, String script, List<String> uiLocales) {

    /** Omits what only the application may know. */
    @Override
    public String toString() {
        return "FormPost[" + address + "]";
    }
}
