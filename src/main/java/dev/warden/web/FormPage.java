package dev.warden.web;

/** A page that accepts a form. What is passed to it is known to come from one of our own pages. */
interface FormPage extends Page {

    /** The answer to POST. */
    Answer submit(Visit visit);
}
