package dev.warden.web;

/**
 * A line of the summary at the head of a form that was refused.
 *
 * @param field the id of the field that it is about; empty if of none
 * @param text  what is wrong
 */
record Fault(String field, String text) {
}
