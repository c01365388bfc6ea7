/**
 * Serves the built WAR on a server inside this JVM: for {@code mvn -Prun}, for {@code java -jar}, where
 * {@code RunnableJar} unpacks the server and the WAR first, and for the tests that need a separate process.
 * {@link dev.warden.launcher.ClassArchive} runs in the build, so that a start takes less time.
 *
 * <p>It uses the embeddable API that Payara Embedded and Payara Micro share, and knows nothing of Warden but the names
 * of its settings, its readiness and the form of its start-up errors. It is not part of the WAR.
 */
package dev.warden.launcher;
