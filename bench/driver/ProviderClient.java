import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An application and the browsers of the people who sign in to it, in one. */
final class ProviderClient implements Client {
    private static final String REDIRECT_URI = "https://bench.example/callback";
    /** RFC 7636 appendix B. */
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private static final String SECRET = "bench-secret-0123456789abcdef0123456789";
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");
    private static final Pattern ONWARD = Pattern.compile("<a href=\"([^\"]*/oauth2/authorize/resume[^\"]*)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final String algorithm;
    private final Connection connection;
    private final String name;
    private final List<Account> accounts = new ArrayList<>();
    /** Of the browser that went through a code flow last. */
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private int signedIn;
    private String accessToken;
    private String refreshToken;

    ProviderClient(String algorithm, Connection connection, String name) {
        this.algorithm = algorithm;
        this.connection = connection;
        this.name = name;
    }

    @Override public void prepare(Operation operation) throws IOException {
        boolean needsTokens = operation == Operation.SINGLE_SIGN_ON || operation == Operation.REFRESH
                || operation == Operation.INTROSPECT || operation == Operation.USERINFO;
        if (needsTokens) {
            codeFlow();
        }
    }

    @Override public void perform(Operation operation) throws IOException {
        switch (operation) {
            case REGISTER -> register();
            case CODE_FLOW -> codeFlow();
            case SINGLE_SIGN_ON -> redeem(authorize());
            case REFRESH -> redeem("grant_type=refresh_token&refresh_token=" + refreshToken);
            case CLIENT_CREDENTIALS -> connection.ok(authenticated(Request.form("/oauth2/token",
                    "grant_type=client_credentials&scope=bench"), "service")).member("access_token");
            case INTROSPECT -> introspect();
            case USERINFO -> connection.ok(Request.get("/oauth2/userinfo").bearer(accessToken)).member("email");
            case JWKS -> connection.ok(Request.get("/oauth2/jwks")).member("kid");
            case DISCOVERY -> connection.ok(Request.get("/.well-known/openid-configuration")).member("issuer");
            default -> throw new IllegalArgumentException(operation.title);
        }
    }

    private void register() throws IOException {
        String username = name + "n" + accounts.size();
        Account account = new Account(username, username + "@bench.example", "rahasia-" + name);
        connection.ok(new Users().register(account));
        accounts.add(account);
    }

    /** A person signs in with a browser that nobody knows, and the application gets tokens. */
    private void codeFlow() throws IOException {
        if (accounts.isEmpty()) {
            register();
        }
        Account account = accounts.get(signedIn++ % accounts.size());
        cookies.clear();
        Response page = follow(send(authorization()));
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            form.put(hidden.group(1), hidden.group(2));
        }
        form.put("username", account.username());
        form.put("password", account.password());
        redeem(code(send(Request.form("/signin", encoded(form)).with("Sec-Fetch-Site", "same-origin"))));
    }

    /** @return what a token request with the code says */
    private String authorize() throws IOException {
        return code(send(authorization()));
    }

    private Request authorization() {
        return Request.get("/oauth2/authorize?" + encoded(Map.of("response_type", "code", "client_id", clientId("web"),
                "redirect_uri", REDIRECT_URI, "scope", "openid profile email offline_access", "state", name,
                "nonce", name + signedIn, "code_challenge", CHALLENGE, "code_challenge_method", "S256")));
    }

    /** Goes on until the application is reached. */
    private String code(Response response) throws IOException {
        Response at = response;
        while (at.location() == null || !at.location().startsWith(REDIRECT_URI)) {
            at = send(Request.get(at.location() == null ? onward(at) : path(at)));
        }
        Matcher code = CODE.matcher(at.location());
        if (!code.find()) {
            throw at.unexpected();
        }
        return "grant_type=authorization_code&code=" + code.group(1) + "&redirect_uri="
                + URLEncoder.encode(REDIRECT_URI, StandardCharsets.UTF_8) + "&code_verifier=" + VERIFIER;
    }

    /** After a form a page leads on, which a browser does by itself. */
    private String onward(Response page) {
        Matcher link = ONWARD.matcher(page.body());
        if (!link.find()) {
            throw page.unexpected();
        }
        return link.group(1).substring(connection.basePath().length()).replace("&#x3D;", "=").replace("&amp;", "&");
    }

    private Response follow(Response response) throws IOException {
        Response at = response;
        while (at.location() != null) {
            at = send(Request.get(path(at)));
        }
        if (at.status() != 200) {
            throw at.unexpected();
        }
        return at;
    }

    private String path(Response redirect) {
        return redirect.location().replaceFirst("^https?://[^/]+", "").substring(connection.basePath().length());
    }

    /** As a browser: with the cookies there are, keeping those that come. */
    private Response send(Request request) throws IOException {
        Request sent = cookies.isEmpty() ? request : request.with("Cookie", cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue()).collect(Collectors.joining("; ")));
        Response response = connection.exchange(sent);
        response.cookies().forEach(cookie -> cookies.put(cookie.substring(0, cookie.indexOf('=')),
                cookie.substring(cookie.indexOf('=') + 1)));
        return response;
    }

    private void redeem(String grant) throws IOException {
        Response tokens = connection.ok(authenticated(Request.form("/oauth2/token", grant), "web"));
        tokens.member("id_token");
        accessToken = tokens.member("access_token");
        refreshToken = tokens.member("refresh_token");
    }

    private void introspect() throws IOException {
        Response response = connection.ok(authenticated(
                Request.form("/oauth2/introspect", "token=" + accessToken), "web"));
        if (!response.body().contains("\"active\":true")) {
            throw response.unexpected();
        }
    }

    private Request authenticated(Request request, String kind) {
        return request.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(
                (clientId(kind) + ":" + SECRET).getBytes(StandardCharsets.US_ASCII)));
    }

    private String clientId(String kind) {
        return "bench-" + kind + "-" + algorithm.toLowerCase(Locale.ROOT);
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> field.getKey() + "="
                + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
    }
}
