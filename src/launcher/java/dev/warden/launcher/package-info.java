/**
 * Serves the built WAR on a server inside this JVM: for {@code mvn -Prun} and for the tests that need a process.
 *
 * <p>It knows the embeddable API that Payara Embedded and Payara Micro share, and nothing of Warden but its settings'
 * names, its readiness and how its start-up complains. It is no part of the WAR.
 */
package dev.warden.launcher;
