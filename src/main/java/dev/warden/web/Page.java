package dev.warden.web;

/** One page. A form that is passed to it is known to come from one of our own pages. */
interface Page {

    /** Relative to the context root. */
    String path();

    /** Whether it continues with an application's request afterwards ({@link PendingRequest}). */
    default boolean goesOn() {
        return false;
    }

    /** The answer to GET, which changes nothing. */
    Answer show(Visit visit);

    /** The answer to POST; a page without a form refuses it. */
    default Answer submit(Visit visit) {
        return new Answer.NotAllowed();
    }
}
