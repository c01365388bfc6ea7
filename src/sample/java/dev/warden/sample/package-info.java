/**
 * A Jakarta EE application as small as one can be that lets people sign in through Warden, by Jakarta Security alone.
 * It is no part of Warden: {@code mvn -Prun} serves it beside Warden, so that there is something to sign in to, and
 * tests do.
 */
package dev.warden.sample;
