/**
 * Refresh tokens travel in the body, as a client without a cookie jar sends them; that is also why a family starts with
 * a registration, whose body has one, and not with a sign-in.
 */
record Plain(String name) implements RestContract {
    Plain() {
        this("plain");
    }

    @Override public Request register(Account account) {
        return Request.json("/register", """
                {"email":"%s","password":"%s","retyped-password":"%2$s","username":"%s"}"""
                .formatted(account.email(), account.password(), account.username()));
    }

    @Override public Request signIn(Account account) {
        return Request.json("/login", """
                {"email":"%s","password":"%s"}""".formatted(account.email(), account.password()));
    }

    @Override public Request refresh(String refreshToken) {
        return Request.json("/refresh", "{\"refreshToken\":\"" + refreshToken + "\"}");
    }

    @Override public Request me(String accessToken) {
        return Request.get("/me").bearer(accessToken);
    }

    @Override public String accessMember() {
        return "accessToken";
    }

    @Override public String refreshMember() {
        return "refreshToken";
    }
}
