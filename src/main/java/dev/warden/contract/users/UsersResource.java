package dev.warden.contract.users;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

import dev.warden.password.PasswordPolicy;
import dev.warden.security.Authenticated;
import dev.warden.security.Caller;
import dev.warden.security.ClientConnection;
import dev.warden.session.Device;
import dev.warden.signin.ChangePassword;
import dev.warden.signin.RefreshSession;
import dev.warden.signin.RegisterAccount;
import dev.warden.signin.SignIn;
import dev.warden.signin.SignOut;

/** The operations of contract {@code users}. */
@Path("users")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class UsersResource {

    private final RegisterAccount registerAccount;
    private final SignIn signIn;
    private final RefreshSession refreshSession;
    private final SignOut signOut;
    private final ChangePassword changePassword;
    private final PasswordPolicy policy;
    private final UsersTokens tokens;
    private final Caller caller;

    @Inject
    public UsersResource(RegisterAccount registerAccount, SignIn signIn, RefreshSession refreshSession, SignOut signOut,
            ChangePassword changePassword, PasswordPolicy policy, UsersTokens tokens, Caller caller) {
        this.registerAccount = registerAccount;
        this.signIn = signIn;
        this.refreshSession = refreshSession;
        this.signOut = signOut;
        this.changePassword = changePassword;
        this.policy = policy;
        this.tokens = tokens;
        this.caller = caller;
    }

    /** For the proxies of CDI and JAX-RS only. */
    public UsersResource() {
        this(null, null, null, null, null, null, null, null);
    }

    @POST
    @Path("register")
    @APIResponseSchema(value = SignedInJson.class, responseCode = "200",
            responseDescription = "The account, and tokens")
    public Response register(NewUserJson body, @Context HttpServletRequest request) {
        RegisterAccount.Result result = registerAccount.register(body.toCommand(device(request), tokens.profile()));
        if (result instanceof RegisterAccount.Registered done) {
            return Response.ok(SignedInJson.afterRegister(done.identity(),
                    tokens.issue(done.session(), done.identity()))).build();
        }
        if (result instanceof RegisterAccount.Taken taken) {
            return UsersErrors.taken(taken);
        }
        if (result instanceof RegisterAccount.WeakPassword weak) {
            return UsersErrors.weak(weak.refusal(), policy.minLength());
        }
        return UsersErrors.tooMany(((RegisterAccount.TooManyGuesses) result).retryAfter());
    }

    @POST
    @Path("login")
    @APIResponseSchema(value = SignedInJson.class, responseCode = "200",
            responseDescription = "The account, and tokens")
    public Response login(CredentialsJson body, @Context HttpServletRequest request) {
        SignIn.Result result = signIn.signIn(body.toCommand(device(request), tokens.profile()));
        if (result instanceof SignIn.SignedIn done) {
            return Response.ok(SignedInJson.afterLogin(done.identity(),
                    tokens.issue(done.session(), done.identity()))).build();
        }
        if (result instanceof SignIn.TooManyGuesses stopped) {
            return UsersErrors.tooMany(stopped.retryAfter());
        }
        return result instanceof SignIn.Disabled ? UsersErrors.disabled() : UsersErrors.wrongCredentials();
    }

    @POST
    @Path("refresh")
    @APIResponseSchema(value = SignedInJson.class, responseCode = "200",
            responseDescription = "The account, and new tokens")
    public Response refresh(RefreshJson body, @Context HttpServletRequest request) {
        RefreshSession.Result result = refreshSession.refresh(body.refreshToken(), tokens.profile(), device(request));
        if (result instanceof RefreshSession.Refreshed done) {
            return Response.ok(SignedInJson.afterLogin(done.identity(),
                    tokens.issue(done.session(), done.identity()))).build();
        }
        return UsersErrors.invalidRefreshToken();
    }

    @POST
    @Path("logout")
    @Authenticated(UsersTokens.PROFILE)
    @APIResponse(responseCode = "204", description = "No token of the session is good any more")
    public Response logout() {
        signOut.signOut(caller.accountId(), caller.sessionId());
        return Response.noContent().build();
    }

    @GET
    @Path("me")
    @Authenticated(UsersTokens.PROFILE)
    @APIResponseSchema(value = MeJson.class, responseCode = "200",
            responseDescription = "The account, as the access token has it")
    public Response me() {
        return Response.ok(new MeJson(new MeJson.Data(caller.claim("email").orElse(null), caller.accountId(),
                caller.claim("username").orElse(null)))).build();
    }

    @PUT
    @Path("me/password")
    @Authenticated(UsersTokens.PROFILE)
    @APIResponse(responseCode = "204", description = "The new password holds")
    public Response changePassword(NewPasswordJson body, @Context HttpServletRequest request) {
        ChangePassword.Result result = changePassword.change(new ChangePassword.Command(caller.accountId(),
                caller.sessionId(), body.currentPassword(), body.password(), device(request), Optional.empty()));
        if (result instanceof ChangePassword.Changed) {
            return Response.noContent().build();
        }
        if (result instanceof ChangePassword.WeakPassword weak) {
            return UsersErrors.weak(weak.refusal(), policy.minLength());
        }
        return result instanceof ChangePassword.TooManyGuesses stopped ? UsersErrors.tooMany(stopped.retryAfter())
                : UsersErrors.wrongCurrentPassword();
    }

    private static Device device(HttpServletRequest request) {
        return ClientConnection.of(request).device();
    }
}
