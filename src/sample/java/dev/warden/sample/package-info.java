/**
 * A minimal Jakarta EE application that lets people sign in through Warden, using only Jakarta Security. It is not part
 * of Warden: {@code mvn -Prun} serves it next to Warden, as something to sign in to, and tests use it.
 */
package dev.warden.sample;
