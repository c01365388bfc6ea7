package dev.warden.client;

import java.util.Set;

/**
 * The format of a client's access tokens, because the libraries that verify them require different claims. Security
 * does not differ: every format has a signature, issuer, audience, times and {@code jti}.
 */
public enum AccessTokenFormat {

    /** Accepted by all libraries below except those strict about RFC 9068: the union of what they require. */
    COMMON("common", "JWT", true, Set.of("groups", "roles", "realm_access"), true, false),

    /** MicroProfile JWT 2.1 §5: header {@code typ} is {@code JWT}, roles in {@code groups}, the name in {@code upn}. */
    MICROPROFILE("microprofile", "JWT", false, Set.of("groups"), true, false),

    /**
     * WildFly's OpenID Connect client: a claim {@code typ} of {@code Bearer}, roles in {@code realm_access.roles}. It
     * only requests scope {@code openid} and, at its default stability level, cannot be configured to request more.
     */
    WILDFLY("wildfly", "JWT", true, Set.of("roles", "realm_access"), false, true),

    /** Jakarta Security 3.0 §2.4.4: groups of the caller in {@code groups}, unless configured otherwise. */
    JAKARTA_SECURITY("jakarta-security", "JWT", false, Set.of("groups"), false, false),

    /** RFC 9068 to the letter: header {@code typ} is {@code at+jwt}, roles in {@code roles} and {@code groups}. */
    RFC9068("rfc9068", "at+jwt", false, Set.of("roles", "groups"), false, false);

    private final String word;
    private final String headerType;
    private final boolean saysBearer;
    private final Set<String> roleClaims;
    private final boolean hasUpn;
    private final boolean namesUnasked;

    AccessTokenFormat(String word, String headerType, boolean saysBearer, Set<String> roleClaims, boolean hasUpn,
            boolean namesUnasked) {
        this.word = word;
        this.headerType = headerType;
        this.saysBearer = saysBearer;
        this.roleClaims = roleClaims;
        this.hasUpn = hasUpn;
        this.namesUnasked = namesUnasked;
    }

    /** The value of member {@code token_profile}. */
    public String word() {
        return word;
    }

    /** The value of header {@code typ}. */
    public String headerType() {
        return headerType;
    }

    /** Whether there is a claim {@code typ} with the value {@code Bearer}. */
    public boolean saysBearer() {
        return saysBearer;
    }

    /**
     * The claims with roles: {@code groups} and {@code roles} are arrays, {@code realm_access} is an object with an
     * array {@code roles}.
     */
    public Set<String> roleClaims() {
        return roleClaims;
    }

    /** Whether there is a claim {@code upn} with the username. */
    public boolean hasUpn() {
        return hasUpn;
    }

    /** Whether tokens contain names and roles even if scope {@code profile} was not requested. */
    public boolean namesUnasked() {
        return namesUnasked;
    }
}
