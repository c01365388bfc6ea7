package dev.warden.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.warden.security.ClientConnection;
import dev.warden.security.ErrorPages;

/** The answer of a page. */
sealed interface Answer {

    /**
     * A document.
     *
     * @param status     200, or why a form is shown again
     * @param template   its name, which is also the first part of the key of its title
     * @param view       the values of the template
     * @param retryAfter how long to wait before trying again, if it is too early
     * @param onward     where the browser moves on by itself
     */
    record Document(int status, String template, Object view, Optional<Duration> retryAfter, Optional<Onward> onward)
            implements Answer {

        static Document of(String template, Object view) {
            return new Document(200, template, view, Optional.empty(), Optional.empty());
        }

        /** The same form again, which was well-formed but refused (RFC 9110 §15.5.21). */
        static Document refused(String template, Object view) {
            return new Document(422, template, view, Optional.empty(), Optional.empty());
        }

        Document tooMany(Duration wait) {
            return new Document(429, template, view, Optional.of(wait), onward);
        }

        Document goingOn(Onward to) {
            return new Document(status, template, view, retryAfter, Optional.of(to));
        }
    }

    /**
     * Where a browser moves on by itself.
     *
     * @param address a path relative to the context root, or an address elsewhere; empty if it stays
     * @param after   how long it stays before that
     * @param frames  addresses of pages that are shown in frames meanwhile
     */
    record Onward(String address, Duration after, List<String> frames) {

        /** Immediately. */
        static Onward to(String address) {
            return new Onward(address, Duration.ZERO, List.of());
        }
    }

    /**
     * A redirect to another page by GET (RFC 9110 §15.4.4), so that reloading does not send the form again.
     *
     * @param path    relative to the context root, with its query
     * @param cookies values of Set-Cookie headers
     */
    record SeeOther(String path, List<String> cookies) implements Answer {

        SeeOther(String path) {
            this(path, List.of());
        }

        SeeOther saying(Notice notice, ClientConnection connection) {
            return with(notice.cookie(connection));
        }

        SeeOther with(String cookie) {
            List<String> more = new ArrayList<>(cookies);
            more.add(cookie);
            return new SeeOther(path, List.copyOf(more));
        }
    }

    /**
     * An error page.
     *
     * @param again where the person may try again, relative to the context root; empty if nowhere
     */
    record Error(int status, ErrorPages.Reason reason, String again) implements Answer {

        Error(int status, ErrorPages.Reason reason) {
            this(status, reason, "");
        }
    }

    /**
     * The method is not supported here, or was OPTIONS.
     *
     * @param allowed those that are; RFC 9110 §15.5.6: "The origin server MUST generate an Allow header field in a 405
     *                response containing a list of the target resource's currently supported methods."
     */
    record NotAllowed(String allowed) implements Answer {

        /** What is only read. */
        static final NotAllowed READ_ONLY = new NotAllowed("GET, HEAD, OPTIONS");
        static final NotAllowed WITH_FORM = new NotAllowed("GET, HEAD, OPTIONS, POST");
    }
}
