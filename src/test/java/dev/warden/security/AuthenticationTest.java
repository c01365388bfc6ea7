package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.SecurityContext;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.warden.MutableClock;
import dev.warden.Node;
import dev.warden.account.Email;
import dev.warden.account.Identity;
import dev.warden.account.Username;
import dev.warden.database.Engine;
import dev.warden.database.OnEveryDatabase;
import dev.warden.platform.DatabaseReady;
import dev.warden.signin.RegisterAccount;
import dev.warden.token.IssuedTokens;
import dev.warden.token.TokenProfile;
import dev.warden.token.TokenSettings;

@OnEveryDatabase
@DisplayName("Resources that say who may call them (Jakarta Annotations §2.12)")
class AuthenticationTest {

    private final Node node;
    private final TokenProfile withRoles;
    private final Caller caller = new Caller();
    private final List<SecurityContext> set = new ArrayList<>();

    AuthenticationTest(Engine engine) throws SQLException {
        node = Node.on(engine.emptyStore(), new MutableClock());
        withRoles = TokenProfile.of("plain", TokenSettings.of("plain", node.settings),
                identity -> Map.of("role", identity.roleId()));
        node.roles.start(new DatabaseReady(), new Node.NoSchedule());
    }

    @Authenticated("plain")
    static class ForPeople {

        public void unmarked() {
        }

        @RolesAllowed("admin")
        public void forAdmins() {
        }

        @RolesAllowed({"admin", "user"})
        public void forBoth() {
        }

        @RolesAllowed("User")
        public void forAnotherCase() {
        }

        @DenyAll
        public void forNobody() {
        }
    }

    @Authenticated("plain")
    @RolesAllowed("admin")
    static class ForAdmins {

        public void unmarked() {
        }

        @RolesAllowed("user")
        public void forUsers() {
        }

        @PermitAll
        public void forAll() {
        }

        @DenyAll
        public void forNobody() {
        }
    }

    @Authenticated("plain")
    @DenyAll
    static class ForNobody {

        public void unmarked() {
        }

        @RolesAllowed("user")
        public void forUsers() {
        }
    }

    static class Open {

        public void unmarked() {
        }

        @RolesAllowed("user")
        public void forgotten() {
        }
    }

    private RegisterAccount.Registered bob() {
        return (RegisterAccount.Registered) node.registerAccount.register(new RegisterAccount.Command(
                new Email("bob@test.example"), new Username("bob"), Node.PASSWORD, Node.HOME, node.plain));
    }

    @ParameterizedTest
    @CsvSource({"ForPeople, unmarked, true", "ForPeople, forAdmins, false", "ForPeople, forBoth, true",
        "ForPeople, forAnotherCase, false", "ForPeople, forNobody, false", "ForAdmins, unmarked, false",
        "ForAdmins, forUsers, true", "ForAdmins, forAll, true", "ForAdmins, forNobody, false",
        "ForNobody, unmarked, false", "ForNobody, forUsers, true"})
    void let_a_user_in_or_not(String resource, String method, boolean isAllowed) {
        RegisterAccount.Registered bob = bob();
        BearerTokenFilter filter = filters(resource, method).get(0);
        String header = bearer(bob, bob.identity().roleId());

        if (isAllowed) {
            filter.filter(request(header));

            assertEquals(bob.identity().id(), caller.accountId());
            assertEquals(bob.identity().id(), set.get(0).getUserPrincipal().getName());
            assertTrue(set.get(0).isUserInRole("user"));
            assertFalse(set.get(0).isUserInRole("admin"));
            assertEquals("Bearer", set.get(0).getAuthenticationScheme());
        } else {
            assertThrows(ForbiddenException.class, () -> filter.filter(request(header)));

            assertTrue(set.isEmpty());
            assertThrows(IllegalStateException.class, caller::accountId);
        }
    }

    @Test
    void go_by_the_role_in_the_token_and_by_none_that_is_unknown() {
        RegisterAccount.Registered bob = bob();
        BearerTokenFilter filter = filters("ForPeople", "forAdmins").get(0);

        filter.filter(request(bearer(bob, node.roles.stored().get("admin"))));

        assertTrue(set.get(0).isUserInRole("admin"));
        for (String unknown : new String[] {"admin", "00000000-0000-0000-0000-000000000000"}) {
            assertThrows(ForbiddenException.class, () -> filter.filter(request(bearer(bob, unknown))), unknown);
        }
    }

    private String bearer(RegisterAccount.Registered person, String roleId) {
        Identity known = person.identity();
        return "Bearer " + node.issuer.issue(withRoles, person.session(),
                new Identity(known.id(), known.username(), known.email(), roleId)).access().jwt();
    }

    @Test
    void ask_for_a_token_before_a_role() {
        RegisterAccount.Registered bob = bob();
        IssuedTokens tokens = node.issue(bob.session(), bob.identity());
        BearerTokenFilter filter = filters("ForPeople", "forNobody").get(0);

        for (String header : Arrays.asList(null, "Basic Ym9iOng=", "Bearer ", "Bearer x",
                "Bearer " + tokens.refresh().jwt())) {
            assertThrows(NotAuthorizedException.class, () -> filter.filter(request(header)), header);
        }
        node.sessions.revoke(bob.session().id());
        assertThrows(NotAuthorizedException.class, () -> filter.filter(request("Bearer " + tokens.access().jwt())));
    }

    @Test
    void have_no_filter_where_nothing_is_said() {
        assertEquals(List.of(), filters("Open", "unmarked"));
    }

    @Test
    @DisplayName("that name a role and no kind of token stop the deployment, for nobody would check the role")
    void forgotten() {
        assertThrows(IllegalStateException.class, () -> filters("Open", "forgotten"));
    }

    private List<BearerTokenFilter> filters(String resource, String method) {
        try {
            Class<?> type = Class.forName(AuthenticationTest.class.getName() + "$" + resource);
            Method found = type.getDeclaredMethod(method);
            List<BearerTokenFilter> registered = new ArrayList<>();
            new Authentication(node.verifier, node.revoked, node.roles, caller).configure(
                    answering(ResourceInfo.class, Map.of("getResourceClass", none -> type,
                            "getResourceMethod", none -> found)),
                    answering(FeatureContext.class, Map.of("register",
                            arguments -> registered.add((BearerTokenFilter) arguments[0]) ? null : null)));
            return registered;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** @param authorization null for none */
    private ContainerRequestContext request(String authorization) {
        MultivaluedHashMap<String, String> headers = new MultivaluedHashMap<>();
        if (authorization != null) {
            headers.add("Authorization", authorization);
        }
        SecurityContext anonymous = answering(SecurityContext.class, Map.of("isSecure", none -> true));
        return answering(ContainerRequestContext.class, Map.of("getHeaders", none -> headers,
                "getSecurityContext", none -> anonymous,
                "setSecurityContext", arguments -> set.add((SecurityContext) arguments[0]) ? null : null));
    }

    /** An object that answers the named methods only. */
    private static <T> T answering(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName()).apply(arguments)));
    }
}
