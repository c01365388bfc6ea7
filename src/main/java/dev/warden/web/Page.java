package dev.warden.web;

/** One page. It is asked for, and a form of it may be sent; a form that comes here is known to be ours. */
interface Page {

    /** Relative to the context root. */
    String path();

    /** Whether it goes on, afterwards, with a request that an application made ({@link Waiting}). */
    default boolean goesOn() {
        return false;
    }

    /** The answer to GET, which changes nothing. */
    Answer show(Visit visit);

    /** The answer to POST; a page that has no form refuses it. */
    default Answer submit(Visit visit) {
        return new Answer.NotAllowed();
    }
}
