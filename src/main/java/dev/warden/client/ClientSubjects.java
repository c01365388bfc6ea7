package dev.warden.client;

import java.net.URI;

/**
 * By which identifiers a client knows people (OpenID Connect Core 1.0 §8.1).
 *
 * @param type      whether they are the client's own
 * @param sectorUri {@code sector_identifier_uri}: a list of the redirect URIs of all clients that share identifiers;
 *                  null if the client's redirect URIs have one host
 * @param sector    the host that identifiers are computed from, if they are pairwise; else empty
 */
public record ClientSubjects(SubjectType type, URI sectorUri, String sector) {
}
