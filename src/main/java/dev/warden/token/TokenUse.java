package dev.warden.token;

/** What a token is for: claim {@code token_use}. One kind is never accepted as the other. */
public enum TokenUse {

    ACCESS("access"), REFRESH("refresh");

    private final String claim;

    TokenUse(String claim) {
        this.claim = claim;
    }

    public String claim() {
        return claim;
    }
}
