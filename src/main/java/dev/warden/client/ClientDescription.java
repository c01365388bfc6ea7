package dev.warden.client;

import java.util.List;

/**
 * What people are shown about a client (RFC 7591 §2, OpenID Connect Dynamic Client Registration 1.0 §2). Addresses are
 * {@code https}, or {@code http} on the loopback interface; where they lead is not checked.
 *
 * @param name      {@code client_name}
 * @param uri       {@code client_uri}: its home page
 * @param logoUri   {@code logo_uri}
 * @param policyUri {@code policy_uri}: its privacy policy
 * @param tosUri    {@code tos_uri}: its terms of service
 * @param contacts  email addresses of those responsible
 */
public record ClientDescription(Localized name, Localized uri, Localized logoUri, Localized policyUri, Localized tosUri,
        List<String> contacts) {

    public ClientDescription {
        contacts = List.copyOf(contacts);
    }
}
