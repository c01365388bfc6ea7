/**
 * What happened that an auditor would ask for: a closed list of facts, their table, and one structured line of log
 * each. Facts carry ids and addresses and never a secret, a password, or a token.
 */
package dev.warden.audit;
