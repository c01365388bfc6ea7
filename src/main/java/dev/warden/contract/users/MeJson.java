package dev.warden.contract.users;

/** Who the caller is. */
public record MeJson(Data data) {

    /** As the access token says. */
    public record Data(String email, String id, String username) {
    }
}
