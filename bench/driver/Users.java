record Users(String name) implements RestContract {
    Users() {
        this("users");
    }

    @Override public Request register(Account account) {
        return Request.json("/api/users/register", """
                {"username":"%s","email":"%s","password":"%s","confirm_password":"%3$s"}"""
                .formatted(account.username(), account.email(), account.password()));
    }

    @Override public Request signIn(Account account) {
        return Request.json("/api/users/login/", """
                {"username":"%s","password":"%s"}""".formatted(account.username(), account.password()));
    }

    @Override public Request refresh(String refreshToken) {
        return Request.json("/api/users/refresh", "{\"refresh_token\":\"" + refreshToken + "\"}");
    }

    @Override public Request me(String accessToken) {
        return Request.get("/api/users/me").bearer(accessToken);
    }

    @Override public String accessMember() {
        return "token";
    }

    @Override public String refreshMember() {
        return "refresh_token";
    }
}
