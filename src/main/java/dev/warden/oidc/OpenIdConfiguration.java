package dev.warden.oidc;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** OpenID Connect Discovery §4: what the provider says of itself. */
@ApplicationScoped
class OpenIdConfiguration implements Endpoint {

    private final Metadata metadata;

    @Inject
    OpenIdConfiguration(Metadata metadata) {
        this.metadata = metadata;
    }

    protected OpenIdConfiguration() {
        this(null);
    }

    @Override
    public String path() {
        return ProviderPaths.OPENID_CONFIGURATION;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public boolean isForScripts() {
        return true;
    }

    @Override
    public Reply answer(Call call) {
        return metadata.reply();
    }
}
