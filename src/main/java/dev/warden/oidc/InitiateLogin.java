package dev.warden.oidc;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.warden.client.Clients;
import dev.warden.client.RegisteredClient;
import dev.warden.platform.AddressQuery;
import dev.warden.security.ErrorPages.Reason;

/**
 * Redirects a person to an application that then initiates a sign-in (OpenID Connect Core §4). The address is the
 * client's registered {@code initiate_login_uri} and never taken from the request.
 */
@ApplicationScoped
class InitiateLogin implements Endpoint {

    private final Clients clients;
    private final OidcSettings settings;

    @Inject
    InitiateLogin(Clients clients, OidcSettings settings) {
        this.clients = clients;
        this.settings = settings;
    }

    protected InitiateLogin() {
        this(null, null);
    }

    @Override
    public String path() {
        return ProviderPaths.INITIATE;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public boolean isForPeople() {
        return true;
    }

    @Override
    public Reply answer(Call call) {
        String id = call.value("client_id").orElse("");
        RegisteredClient client = clients.find(id).orElseThrow(() -> UntrustedRequest.ofUnknown(id));
        URI uri = Optional.ofNullable(client.rules().initiateLoginUri())
                .orElseThrow(() -> new UntrustedRequest(Reason.NO_INITIATE_LOGIN));
        return new Reply.SeeOther(AddressQuery.extended(uri.toString(), Map.of("iss", settings.issuer())));
    }
}
