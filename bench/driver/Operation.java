import java.util.stream.Stream;

/** What is measured. A contract has some of them. */
enum Operation {
    REGISTER("register", true),
    SIGN_IN("sign-in", true),
    /** New tokens for a refresh token; of a provider with an ID token. */
    REFRESH("refresh", false),
    ME("me", false),
    /** All requests of a person who signs in with a password: authorization, page, form, code, tokens. */
    CODE_FLOW("code-flow", true),
    /** The same for a person whose browser is signed in: authorization, code, tokens. */
    SINGLE_SIGN_ON("single-sign-on", false),
    CLIENT_CREDENTIALS("client-credentials", false),
    INTROSPECT("introspect", false),
    USERINFO("userinfo", false),
    JWKS("jwks", false),
    DISCOVERY("discovery", false);

    final String title;
    final boolean hashes;

    Operation(String title, boolean hashes) {
        this.title = title;
        this.hashes = hashes;
    }

    static Operation titled(String title) {
        return Stream.of(values()).filter(operation -> operation.title.equals(title)).findFirst()
                .orElseThrow(() -> new UsageError("No such operation: " + title));
    }
}
