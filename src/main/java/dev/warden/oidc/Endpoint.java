package dev.warden.oidc;

import java.util.Set;

/** One endpoint of the provider. {@link ProviderServlet} renders its exceptions. */
interface Endpoint {

    /** Relative to the context root. */
    String path();

    /** All its paths, if it has more than one. */
    default Set<String> paths() {
        return Set.of(path());
    }

    /** The methods it accepts, of GET, POST, PUT and DELETE. */
    Set<String> methods();

    /** Whether this deployment has this endpoint; asked once. */
    default boolean isThere() {
        return true;
    }

    /**
     * Whether the parameters of a POST are in a form; otherwise they are in the query, and the endpoint reads the body
     * itself.
     */
    default boolean takesForms() {
        return true;
    }

    /**
     * Whether scripts of any origin may call it (Fetch, "CORS protocol"), which gives nothing away at endpoints that
     * use no cookie.
     */
    default boolean isForScripts() {
        return false;
    }

    /** Whether people come here with their browsers, so that errors are shown on a page. */
    default boolean isForPeople() {
        return false;
    }

    /**
     * Answers a request.
     *
     * @throws ProtocolError if it is refused
     */
    Reply answer(Call call);
}
