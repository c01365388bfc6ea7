package dev.warden.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.Node;
import dev.warden.security.ClientConnection;
import dev.warden.security.Form;

@DisplayName("The tokens of forms (CWE-352)")
class FormTokensTest {

    private final FormTokens tokens = new FormTokens(new SecureRandom());

    @Test
    @DisplayName("are good in every tab, however often the browser was closed: its cookie stays for 400 days")
    void are_good_in_every_tab() {
        FormTokens.Issued first = tokens.issue(request());
        String cookie = first.setCookie().orElseThrow();
        assertTrue(cookie.matches("__Host-warden-form=[A-Za-z0-9_-]{43}; Path=/; Max-Age=34560000; Secure; HttpOnly;"
                + " SameSite=Lax"), cookie);

        String sent = sent(first);
        FormTokens.Issued second = tokens.issue(request(sent));

        assertEquals(new FormTokens.Issued(first.token(), Optional.empty()), second);
        assertTrue(tokens.isGood(request(sent), form(first.token())));
    }

    @Test
    void are_good_with_their_cookie_alone() {
        String token = tokens.issue(request()).token();
        String another = sent(tokens.issue(request()));

        assertFalse(tokens.isGood(request(), form(token)));
        assertFalse(tokens.isGood(request(another), form(token)));
        assertFalse(tokens.isGood(request("warden-form=" + another.replaceFirst(".*=", "")),
                form(tokens.issue(request(another)).token())), "a cookie that plain http can set");
    }

    @Test
    @DisplayName("are not good with two cookies, one of which was planted; each page then comes with a cookie of ours")
    void are_not_good_with_two_cookies() {
        FormTokens.Issued planted = tokens.issue(request());
        FormTokens.Issued ours = tokens.issue(request());
        String both = sent(planted) + "; " + sent(ours);

        assertFalse(tokens.isGood(request(both), form(planted.token())));
        assertFalse(tokens.isGood(request(both), form(ours.token())));
        assertFalse(tokens.isGood(request(sent(planted), sent(ours)), form(planted.token())));

        FormTokens.Issued replaced = tokens.issue(request(both));
        assertTrue(tokens.isGood(request(sent(replaced)), form(replaced.token())));
    }

    private static String sent(FormTokens.Issued issued) {
        return issued.setCookie().orElseThrow().replaceFirst(";.*", "");
    }

    private static Form form(String token) {
        return Form.parse("form-token=" + token, Set.of());
    }

    private static HttpServletRequest request(String... cookies) {
        return (HttpServletRequest) Proxy.newProxyInstance(FormTokensTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeaders" -> Collections.enumeration(List.of(cookies));
                    case "getAttribute" -> new ClientConnection(Node.HOME, true);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
