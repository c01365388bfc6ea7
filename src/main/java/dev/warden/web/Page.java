package dev.warden.web;

import java.util.List;
import java.util.Optional;

import dev.warden.security.Form;

/** One page, which is read and does not accept a form, unless it is a {@link FormPage}. */
interface Page {

    /** Relative to the context root. */
    String path();

    /** Whether it continues with an application's request afterwards ({@link PendingRequest}). */
    default boolean goesOn() {
        return false;
    }

    /**
     * The languages for the person, as the application that sent the person here says, in order of preference; empty if
     * it does not.
     */
    default List<String> uiLocales(Form input, Optional<PendingRequest> pendingRequest) {
        return pendingRequest.map(it -> it.pending().uiLocales()).orElse(List.of());
    }

    /** The answer to GET, which changes nothing. */
    Answer show(Visit visit);
}
