package dev.warden.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Shows a person, on a page, why something does not go on. The pages belong to {@code web}, which other doors do not
 * know; they ask here.
 */
public interface ErrorPages {

    /**
     * What there is to be told. The words are in the message bundles, under {@code error-} and the name in lower case.
     */
    enum Reason {
        /** An application sent the person here with a request that cannot be answered. */
        INVALID_REQUEST,
        /** An application that is not known here. */
        UNKNOWN_CLIENT,
        /** An application wants the person to be sent where it did not say before. */
        UNREGISTERED_REDIRECT_URI,
        /** The person took too long, or comes from a bookmark. */
        EXPIRED_REQUEST,
        /** Nothing here. */
        NOT_FOUND,
        /** A form that is not of ours, too old, or comes without its cookie. */
        FORGED_FORM,
        /** Busy, or without its database. */
        UNAVAILABLE,
        /** A bug. */
        INTERNAL_ERROR
    }

    /**
     * Sets the headers of a page, but neither status nor type, and makes the page.
     *
     * @return a document of type {@code text/html;charset=UTF-8}
     */
    String page(Reason reason, HttpServletRequest request, HttpServletResponse response);
}
