/**
 * The audit log: a closed list of events, their table, and one structured log line each. Events contain ids and
 * addresses, and never a secret, a password, or a token.
 */
package dev.warden.audit;
