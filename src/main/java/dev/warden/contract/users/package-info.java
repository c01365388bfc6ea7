/**
 * The wire format of contract {@code users} ({@code /api/users/…}): sign-in by username, snake-case members, errors as
 * RFC 9457 problem details. It parses, calls one use case, renders, and decides nothing else.
 * {@code docs/contract-users.md} describes it for authors of clients.
 */
package dev.warden.contract.users;
