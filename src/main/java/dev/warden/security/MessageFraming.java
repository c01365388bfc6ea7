package dev.warden.security;

import java.util.Collections;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

/**
 * How a request says where its body ends. Servers read what is ambiguous in different ways, and a proxy in yet another:
 * then a part of one request is taken for the next one, which may be somebody else's (RFC 9112 §11.2).
 */
final class MessageFraming {

    private MessageFraming() {
    }

    /**
     * Whether a request states a length and a transfer coding, another coding than {@code chunked}, or one in HTTP/1.0
     * (RFC 9112 §6.1, §6.3). Servers that refuse it, or drop one of the two headers, leave nothing to be seen here.
     */
    static boolean isAmbiguous(HttpServletRequest request) {
        List<String> codings = Collections.list(request.getHeaders("Transfer-Encoding"));
        return !codings.isEmpty() && (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked")
                || request.getHeaders("Content-Length").hasMoreElements()
                || request.getProtocol().equals("HTTP/1.0"));
    }
}
