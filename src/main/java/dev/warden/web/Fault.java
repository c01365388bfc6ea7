package dev.warden.web;

/**
 * A line of the error summary above a refused form.
 *
 * @param field the id of the field; empty if it concerns none
 * @param text  what is wrong
 */
record Fault(String field, String text) {
}
