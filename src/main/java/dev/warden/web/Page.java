package dev.warden.web;

/** One page, which is read and does not accept a form, unless it is a {@link FormPage}. */
interface Page {

    /** Relative to the context root. */
    String path();

    /** Whether it continues with an application's request afterwards ({@link PendingRequest}). */
    default boolean goesOn() {
        return false;
    }

    /** The answer to GET, which changes nothing. */
    Answer show(Visit visit);
}
