/**
 * Application servers as administrators have them: unpacked from their own distributions, configured by the files in
 * {@code docs/servers}, started, and given the WAR that ships. {@link dev.warden.server.Matrix} runs the black-box
 * tests on each of them, one after the other.
 */
package dev.warden.server;
