package dev.warden.oidc;

import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

/** The script that submits the form of {@code response_mode=form_post}; our pages contain no inline script. */
@ApplicationScoped
class FormPostScript implements Endpoint {

    /** A theme may have other forms. The page of the release before has only this one, without an id. */
    private static final Reply SCRIPT = Reply
            .text(200, "text/javascript;charset=UTF-8",
                    "(document.getElementById('form-post') || document.forms[0]).submit();\n")
            .with("Cache-Control", "public, max-age=86400");

    @Override
    public String path() {
        return ProviderPaths.FORM_POST_SCRIPT;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public Reply answer(Call call) {
        return SCRIPT;
    }
}
