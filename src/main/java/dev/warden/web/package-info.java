/**
 * The pages that people see: sign-in, registration, consent, sign-out and their account, as plain forms that need no
 * script.
 *
 * <p>Every page is a {@link dev.warden.web.Page}. One servlet handles them all: it reads the form, checks that a
 * browser sent it from one of our own pages, and renders templates of the deployment's theme. Package {@code signin}
 * decides who may sign in, {@code consent} what a person grants.
 */
package dev.warden.web;
