/**
 * Warden as an adversary meets it: every endpoint with every trick, races, kills and outages. What must hold in each
 * case, beside the status that is asked for: the contract's own shape of an error, nothing that tells what runs here,
 * and a sign-in of somebody else that works straight afterwards.
 */
package dev.warden.hostile;
