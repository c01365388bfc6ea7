package dev.warden.oidc;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import dev.warden.consent.PendingPaths;
import dev.warden.security.RootPaths;

/** The paths of the provider. It has folders of its own, so they need no forward. */
@ApplicationScoped
class ProviderPaths implements RootPaths {

    static final String AUTHORIZE = "/oauth2/authorize";
    static final String RESUME = PendingPaths.RESUME;
    static final String PAR = "/oauth2/par";
    static final String TOKEN = "/oauth2/token";
    static final String USERINFO = "/oauth2/userinfo";
    static final String INTROSPECT = "/oauth2/introspect";
    static final String REVOKE = "/oauth2/revoke";
    static final String JWKS = "/oauth2/jwks";
    static final String LOGOUT = "/oauth2/logout";
    static final String INITIATE = "/oauth2/initiate";
    static final String REGISTER = "/oauth2/register";
    static final String FORM_POST_SCRIPT = "/oauth2/form-post.js";
    static final String OPENID_CONFIGURATION = "/.well-known/openid-configuration";
    static final String OAUTH_AUTHORIZATION_SERVER = "/.well-known/oauth-authorization-server";

    private final Set<String> paths;

    @Inject
    ProviderPaths(@Any Instance<Endpoint> endpoints) {
        paths = StreamSupport.stream(endpoints.spliterator(), false).filter(Endpoint::isThere)
                .flatMap(endpoint -> endpoint.paths().stream()).collect(Collectors.toUnmodifiableSet());
    }

    protected ProviderPaths() {
        paths = Set.of();
    }

    @Override
    public String innerPath() {
        return AS_THEY_ARE;
    }

    @Override
    public boolean serves(String path) {
        return paths.contains(path);
    }
}
