package dev.warden.oidc;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** RFC 8414 §3: the same metadata, where OAuth clients look for it if the provider is at the root of its host. */
@ApplicationScoped
class AuthorizationServerMetadata implements Endpoint {

    private final Metadata metadata;

    @Inject
    AuthorizationServerMetadata(Metadata metadata) {
        this.metadata = metadata;
    }

    protected AuthorizationServerMetadata() {
        this(null);
    }

    @Override
    public String path() {
        return ProviderPaths.OAUTH_AUTHORIZATION_SERVER;
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
