/**
 * The pages people see: sign-in, registration, consent, sign-out and their account, as plain forms that need no script.
 *
 * <p>Every page is a {@link dev.warden.web.Page}, and one servlet stands before them all: it reads the form, demands
 * that a browser sent it from a page of ours, and renders templates of the deployment's theme. Who may sign in is
 * decided in {@code signin}, what a person grants in {@code consent}.
 */
package dev.warden.web;
