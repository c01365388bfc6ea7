package dev.warden.client;

import java.net.URI;

/**
 * The subject identifiers by which a client knows people (OpenID Connect Core 1.0 §8.1).
 *
 * @param type      whether they are pairwise
 * @param sectorUri {@code sector_identifier_uri}: a list of the redirect URIs of all clients that share identifiers;
 *                  null if the client's redirect URIs have one host
 * @param sector    the host from which pairwise identifiers are computed; otherwise empty
 */
public record ClientSubjects(SubjectType type, URI sectorUri, String sector) {
}
