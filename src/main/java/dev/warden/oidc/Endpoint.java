package dev.warden.oidc;

import java.util.Set;

/** One address of the provider. What it throws is rendered by {@link ProviderServlet}. */
interface Endpoint {

    /** Relative to the context root. */
    String path();

    /** All its addresses, if it has more than one. */
    default Set<String> paths() {
        return Set.of(path());
    }

    /** Of GET, POST, PUT and DELETE, which it answers. */
    Set<String> methods();

    /** Whether this deployment has it at all; asked once. */
    default boolean isThere() {
        return true;
    }

    /**
     * Whether the parameters of a POST are in a form; they are in the query otherwise, and the body is its own matter.
     */
    default boolean takesForms() {
        return true;
    }

    /**
     * Whether scripts of any origin may call it (Fetch §3.2): where no cookie counts, nothing is given away by that.
     */
    default boolean isForScripts() {
        return false;
    }

    /** Whether people come here with their browsers, so that what goes wrong is told on a page. */
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
