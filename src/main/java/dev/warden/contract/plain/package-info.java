/**
 * The wire format of contract {@code plain} ({@code /register}, {@code /login}, …): sign-in by email, the refresh token
 * as a cookie, one message per failure. It parses, calls one use case, renders, and decides nothing else.
 * {@code docs/contract-plain.md} describes it for authors of clients.
 */
package dev.warden.contract.plain;
