/**
 * Serves the built WAR on a server inside this JVM, for {@code mvn -Prun} and for the tests that need a separate
 * process.
 *
 * <p>It uses the embeddable API that Payara Embedded and Payara Micro share, and knows nothing of Warden but the names
 * of its settings, its readiness and the form of its start-up errors. It is not part of the WAR.
 */
package dev.warden.launcher;
