package dev.warden.clients;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.BlackBox;
import dev.warden.MachineProgram;
import dev.warden.Visitor;

@DisplayName("openid-client for Node.js")
class OpenIdClientIT extends BlackBox {

    private static NodeApplication application;

    @BeforeAll
    static void install() {
        MachineProgram.need(NodeApplication.canRun(), "There is no npm or no Node.js " + NodeApplication.OLDEST
                + " on this machine: openid-client is not tried");
        application = NodeApplication.installed("openid-client");
    }

    /** What each of them does and expects is a function of {@code application.mjs}. */
    @ParameterizedTest
    @ValueSource(strings = {
        "a_code_with_pkce_by_a_client_with_a_secret",
        "a_verifier_of_somebody_else_is_refused",
        "a_native_client_without_a_secret",
        "refresh_introspection_and_revocation",
        "signed_userinfo_with_es256_and_client_secret_post",
        "an_id_token_with_eddsa",
        "a_pushed_request",
        "a_signed_request",
        "an_application_that_registers_itself_and_signs_with_its_key",
        "a_service_for_itself",
        "sign_out_ends_the_session",
    })
    void signs_in_and_whatever_else_an_application_does(String function) {
        Visitor person = new Visitor(warden.fromAfar());
        person.signUp();

        application.run(function, warden.base().toString().replaceFirst("/$", ""),
                address -> person.open(address).address());
    }
}
