package dev.warden.token;

/** The kind of a token: claim {@code token_use}. No kind is ever accepted as another. */
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
