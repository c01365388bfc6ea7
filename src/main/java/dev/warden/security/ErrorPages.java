package dev.warden.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Shows an error page to a person. The pages belong to {@code web}, which other packages cannot use; they call this.
 */
public interface ErrorPages {

    /** The reasons. Their texts are in the message bundles, under {@code error-} and the name in lower case. */
    enum Reason {
        /** An application sent the person here with an invalid request. */
        INVALID_REQUEST,
        /** The application is unknown. */
        UNKNOWN_CLIENT,
        /** The application requested a redirect to an address that it has not registered. */
        UNREGISTERED_REDIRECT_URI,
        /** The application has not registered where sign-ins are initiated. */
        NO_INITIATE_LOGIN,
        /** The request has expired, or came from a bookmark. */
        EXPIRED_REQUEST,
        /** There is nothing at this path. */
        NOT_FOUND,
        /** The form is not one of ours, too old, or came without its cookie. */
        FORGED_FORM,
        /** The service is busy, or its database is down. */
        UNAVAILABLE,
        /** A bug. */
        INTERNAL_ERROR
    }

    /**
     * Sets the headers of a page, but neither status nor type, and renders it.
     *
     * @return a document of type {@code text/html;charset=UTF-8}
     */
    String page(Reason reason, HttpServletRequest request, HttpServletResponse response);
}
