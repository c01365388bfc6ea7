package dev.warden.contract.plain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

import dev.warden.password.PasswordPolicy;
import dev.warden.security.Authenticated;
import dev.warden.security.Caller;
import dev.warden.security.ClientConnection;
import dev.warden.security.Cookies;
import dev.warden.security.OptionalBody;
import dev.warden.signin.RefreshSession;
import dev.warden.signin.RegisterAccount;
import dev.warden.signin.SignIn;
import dev.warden.signin.SignOut;
import dev.warden.token.IssuedTokens;

/** The operations of contract {@code plain}. */
@Path("/")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@ApplicationScoped
public class PlainResource {

    private final RegisterAccount registerAccount;
    private final SignIn signIn;
    private final RefreshSession refreshSession;
    private final SignOut signOut;
    private final PasswordPolicy policy;
    private final PlainSettings settings;
    private final PlainTokens tokens;
    private final RefreshCookie cookies;
    private final Caller caller;

    @Inject
    public PlainResource(RegisterAccount registerAccount, SignIn signIn, RefreshSession refreshSession, SignOut signOut,
            PasswordPolicy policy, PlainSettings settings, PlainTokens tokens, RefreshCookie cookies, Caller caller) {
        this.registerAccount = registerAccount;
        this.signIn = signIn;
        this.refreshSession = refreshSession;
        this.signOut = signOut;
        this.policy = policy;
        this.settings = settings;
        this.tokens = tokens;
        this.cookies = cookies;
        this.caller = caller;
    }

    /** For the proxies of CDI and JAX-RS only. */
    public PlainResource() {
        this(null, null, null, null, null, null, null, null, null);
    }

    @POST
    @Path("register")
    @APIResponseSchema(value = TokensJson.class, responseCode = "200",
            responseDescription = "Tokens for the new account")
    public Response register(NewAccountJson body, @Context HttpServletRequest request) {
        ClientConnection client = ClientConnection.of(request);
        RegisterAccount.Result result = registerAccount.register(body.toCommand(client.device(), tokens.profile()));
        if (result instanceof RegisterAccount.Registered done) {
            IssuedTokens issued = tokens.issue(done.session(), done.identity());
            return withCookie("Registration successful", issued, issued.refresh().jwt(), client);
        }
        if (result instanceof RegisterAccount.Taken taken) {
            return PlainErrors.taken(taken);
        }
        if (result instanceof RegisterAccount.WeakPassword weak) {
            return PlainErrors.weak(weak.refusal(), policy.minLength());
        }
        return PlainErrors.tooMany(((RegisterAccount.TooManyGuesses) result).retryAfter());
    }

    @POST
    @Path("login")
    @APIResponseSchema(value = TokensJson.class, responseCode = "200", responseDescription = "An access token")
    public Response login(CredentialsJson body, @Context HttpServletRequest request) {
        ClientConnection client = ClientConnection.of(request);
        SignIn.Result result = signIn.signIn(body.toCommand(client.device(), tokens.profile(),
                settings.revealsAccounts()));
        if (result instanceof SignIn.SignedIn done) {
            return withCookie("Login successful", tokens.issue(done.session(), done.identity()), null, client);
        }
        if (result instanceof SignIn.TooManyGuesses stopped) {
            return PlainErrors.tooMany(stopped.retryAfter());
        }
        if (result instanceof SignIn.Disabled) {
            return PlainErrors.disabled();
        }
        return result instanceof SignIn.UnknownAccount ? PlainErrors.unknownAccount(settings.revealsAccounts())
                : PlainErrors.wrongPassword(settings.revealsAccounts());
    }

    /**
     * A refresh token in the body is answered with a successor in the body; one in the cookie with a successor in the
     * cookie only.
     */
    @POST
    @Path("refresh")
    @APIResponseSchema(value = TokensJson.class, responseCode = "200", responseDescription = "New tokens")
    public Response refresh(@OptionalBody RefreshJson body, @HeaderParam("Sec-Fetch-Site") String fetchSite,
            @Context HttpServletRequest request) {
        ClientConnection client = ClientConnection.of(request);
        boolean inBody = body != null && body.refreshToken() != null;
        if (!inBody && "cross-site".equals(fetchSite)) {
            return PlainErrors.crossSite();
        }
        RefreshSession.Result result = refreshSession.refresh(inBody ? body.refreshToken()
                : Cookies.value(request, RefreshCookie.NAME).orElse(null), tokens.profile(), client.device());
        if (!(result instanceof RefreshSession.Refreshed done)) {
            return PlainErrors.invalidRefreshToken();
        }
        IssuedTokens issued = tokens.issue(done.session(), done.identity());
        return inBody ? Response.ok(answer("Token refreshed", issued, issued.refresh().jwt())).build()
                : withCookie("Token refreshed", issued, null, client);
    }

    @POST
    @Path("logout")
    @Authenticated(PlainTokens.PROFILE)
    @APIResponseSchema(value = MessageJson.class, responseCode = "200",
            responseDescription = "No token of the session is good any more")
    public Response logout(@Context HttpServletRequest request) {
        signOut.signOut(caller.accountId(), caller.sessionId());
        return Response.ok(new MessageJson("Logout successful"))
                .header(HttpHeaders.SET_COOKIE, cookies.cleared(ClientConnection.of(request))).build();
    }

    @GET
    @Path("me")
    @Authenticated(PlainTokens.PROFILE)
    @APIResponseSchema(value = MeJson.class, responseCode = "200",
            responseDescription = "The account, as the access token has it")
    public Response me() {
        return Response.ok(new MeJson("OK", new MeJson.Data(caller.accountId(), caller.claim("username").orElse(null),
                caller.claim("email").orElse(null), caller.claim("role").orElse(null)))).build();
    }

    private Response withCookie(String message, IssuedTokens issued, String refreshToken, ClientConnection client) {
        return Response.ok(answer(message, issued, refreshToken))
                .header(HttpHeaders.SET_COOKIE, cookies.of(issued.refresh(), client)).build();
    }

    private static TokensJson answer(String message, IssuedTokens issued, String refreshToken) {
        return new TokensJson(message, new TokensJson.Data(issued.access().jwt(), refreshToken));
    }
}
