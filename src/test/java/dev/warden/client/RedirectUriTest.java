package dev.warden.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.warden.client.RedirectUris.Match;
import dev.warden.platform.InvalidValue;

@DisplayName("Redirect URIs (RFC 6749 §3.1.2, RFC 8252 §7, RFC 9700 §4.1)")
class RedirectUriTest {

    private static final String SHOP = "https://shop.example.org/cart/callback";

    /** What an attacker sends where {@link #SHOP} is registered. */
    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {
        // Another host.
        "https://evil.example/cart/callback",
        "https://shop.example.org.evil.example/cart/callback",
        "https://evil.example/shop.example.org/cart/callback",
        "https://evil.example?https://shop.example.org/cart/callback",
        "https://evil.example#https://shop.example.org/cart/callback",
        "https://evil.example\\@shop.example.org/cart/callback",
        "https://evil.example%5c@shop.example.org/cart/callback",
        "https://evil.example%23@shop.example.org/cart/callback",
        "https://evil.example%2f@shop.example.org/cart/callback",
        "https://evilshop.example.org/cart/callback",
        "https://a.shop.example.org/cart/callback",
        "https://example.org/cart/callback",
        // Userinfo.
        "https://shop.example.org@evil.example/cart/callback",
        "https://shop.example.org:443@evil.example/cart/callback",
        "https://shop.example.org%40evil.example/cart/callback",
        "https://user@shop.example.org/cart/callback",
        "https://user:password@shop.example.org/cart/callback",
        "https://@shop.example.org/cart/callback",
        // The host in other spellings.
        "https://SHOP.example.org/cart/callback",
        "https://shop.example.org./cart/callback",
        "https://shop.example.org%2e/cart/callback",
        "https://shop%2eexample.org/cart/callback",
        "https://shop\u3002example.org/cart/callback",
        "https://shop.ex\u0430mple.org/cart/callback",
        "https://\uff53hop.example.org/cart/callback",
        "https://xn--shop-.example.org/cart/callback",
        "https://shop.example.org\u0000.evil.example/cart/callback",
        "https://shop.example.org%00.evil.example/cart/callback",
        // The port.
        "https://shop.example.org:443/cart/callback",
        "https://shop.example.org:/cart/callback",
        "https://shop.example.org:8443/cart/callback",
        "https://shop.example.org:0443/cart/callback",
        "https://shop.example.org:443:80/cart/callback",
        // The scheme.
        "http://shop.example.org/cart/callback",
        "HTTPS://shop.example.org/cart/callback",
        "//shop.example.org/cart/callback",
        "https:shop.example.org/cart/callback",
        "https:/shop.example.org/cart/callback",
        "https:///shop.example.org/cart/callback",
        "https:\\\\shop.example.org\\cart\\callback",
        "javascript:alert(1)//https://shop.example.org/cart/callback",
        "data:text/html,https://shop.example.org/cart/callback",
        "ftp://shop.example.org/cart/callback",
        "view-source:https://shop.example.org/cart/callback",
        "blob:https://shop.example.org/cart/callback",
        // The path.
        "https://shop.example.org/cart/callback/",
        "https://shop.example.org/cart/callback/more",
        "https://shop.example.org/cart/callbackmore",
        "https://shop.example.org/cart/Callback",
        "https://shop.example.org/cart//callback",
        "https://shop.example.org//cart/callback",
        "https://shop.example.org/cart/./callback",
        "https://shop.example.org/cart/x/../callback",
        "https://shop.example.org/cart/callback/../../redirect",
        "https://shop.example.org/cart/callback/..;/..;/redirect",
        "https://shop.example.org/cart/callback/%2e%2e/%2e%2e/redirect",
        "https://shop.example.org/cart/callback%2f..%2f..%2fredirect",
        "https://shop.example.org/cart/callback%252f",
        "https://shop.example.org/cart\\callback",
        "https://shop.example.org/cart/c%61llback",
        "https://shop.example.org/cart/callback;jsessionid=1",
        "https://shop.example.org/cart/*",
        "https://shop.example.org/cart/callback*",
        "https://shop.example.org",
        "https://shop.example.org/",
        // Query and fragment.
        "https://shop.example.org/cart/callback?",
        "https://shop.example.org/cart/callback?next=https://evil.example",
        "https://shop.example.org/cart/callback#",
        "https://shop.example.org/cart/callback#fragment",
        "https://shop.example.org/cart/callback%23",
        "https://shop.example.org/cart/callback%3fnext=x",
        "https://shop.example.org/cart/callback&next=x",
        // Around it.
        " https://shop.example.org/cart/callback",
        "https://shop.example.org/cart/callback ",
        "\thttps://shop.example.org/cart/callback",
        "https://shop.example.org/cart/callback\n",
        "https://shop.example.org/cart/callback%0d%0aLocation:%20https://evil.example",
        "\ufeffhttps://shop.example.org/cart/callback",
        "https://shop.example.org/cart/callback https://evil.example",
        "https://shop.example.org/cart/callback,https://evil.example",
        "",
        "null",
        "/cart/callback",
    })
    @DisplayName("nothing but the registered text is the registered address")
    void only_the_registered_text_matches(String trick) {
        assertEquals(Match.NONE, uris(false, SHOP).match(trick));
        assertEquals(Match.NONE, uris(true, SHOP).match(trick));
    }

    @Test
    void the_registered_text_matches() {
        assertEquals(Match.EXACT, uris(false, SHOP).match(SHOP));
        assertEquals(Match.EXACT, uris(false, "https://a.example/", SHOP).match(SHOP));
        assertEquals(Match.NONE, uris(false, SHOP).match(null));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @NullAndEmptySource
    @ValueSource(strings = {
        "callback", "/callback", "//a.example/callback", "https:", "https:/", "https://", "https:///x",
        "https:a.example/x",
        "https://a.example/x#", "https://a.example/x#y", "https://a.example/*", "https://*.a.example/", "https://*/",
        "http://a.example/x", "http://10.0.0.1/x", "http://127.0.0.2/x", "http://localhost.example/x", "http://[::2]/x",
        "http://127.1/x", "http://2130706433/x", "http://0x7f.0.0.1/x", "http://017700000001/x", "http://127.0.0.1.",
        "http://[::ffff:127.0.0.1]/x", "http://localhost./x", "https://[fe80::1%25eth0]/x", "https://[::1",
        "https://::1/x",
        "https://[v1.x]/x", "https://[::1]evil.example/x", "https://a.example:0/x", "https://a.example:65536/x",
        "https://a.example:080/x", "https://a.example:x/x", "https://a.example:/x", "https://user@a.example/x",
        "https://a.example@b.example/x", "https://a_b.example/x", "https://a..example/x", "https://.example/x",
        "https://-a.example/x", "https://a.example./x", "https://A.example/x", "HTTPS://a.example/x", "https://1.2.3/x",
        "https://1.2.3.4.5/x", "https://256.1.1.1/x", "https://01.1.1.1/x", "https://a.example.0x10/x",
        "https://b\u00fccher.example/x", "https://a.example/\u00fc", "https://a.example/x y", "https://a.example/x\\y",
        "https://a.example/%", "https://a.example/%zz", "https://a.example/a/../b", "https://a.example/./b",
        "https://a.example/a/..;x/b", "https://a.example/a//b", "https://a.example//a", "https://a.example/%2e%2E/b",
        "https://a.example/%2Fb", "https://a.example/%5c", "https://a.example/%00", "https://a.example/%0d%0a",
        "https://a.example/%252e", "https://a.example/\"", "https://a.example/<x>", "https://a.example/`",
        "javascript:alert(1)", "javascript://a.example/%0aalert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
        "vbscript:x", "file:///etc/passwd", "blob:https://a.example/x", "about:blank", "ftp://a.example/x",
        "mailto:a@b.c",
        "intent://x#Intent;end", "urn:ietf:wg:oauth:2.0:oob", "myapp:/callback", "myapp://callback",
        "com.example.app:callback",
        "Com.Example.App:/callback", "com..example:/x", ".example:/x", "com.example.app:/a/../b",
        "com.example.app://u@h/x",
    })
    @DisplayName("what is no plain address is refused")
    void is_refused(String text) {
        InvalidValue refused = assertThrows(InvalidValue.class, () -> new RedirectUri(text));
        assertEquals("redirect_uris", refused.field());
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @ValueSource(strings = {
        "https://a.example", "https://a.example/", "https://a.example/x/y.z?a=b&c=d%20e", "https://a.example:8443/x",
        "https://a.example?x=https://b.example/", "https://intranet/x", "https://10.0.0.1/x",
        "https://[2001:db8::1]:8443/x",
        "https://xn--bcher-kva.example/x", "https://a.example/caf%C3%A9", "https://a.example/x;y=z",
        "https://a.example/a@b",
        "http://127.0.0.1/x", "http://127.0.0.1:9000/x", "http://[::1]:1/x", "http://localhost:8080/shop/callback",
        "com.example.app:/callback", "com.example.app://host/callback", "org.a-b.c:/x?y=z",
    })
    void is_an_address(String text) {
        assertEquals(text, new RedirectUri(text).value());
    }

    @Test
    void more_than_2000_characters_are_refused() {
        String longest = "https://a.example/" + "x".repeat(2000 - 18);
        assertEquals(2000, new RedirectUri(longest).value().length());
        assertThrows(InvalidValue.class, () -> new RedirectUri(longest + "x"));
    }

    @Test
    void many_short_parts_are_no_trouble() {
        assertThrows(InvalidValue.class, () -> new RedirectUri("https://" + "a.".repeat(990) + "a/"));
        assertThrows(InvalidValue.class, () -> new RedirectUri("a.".repeat(990) + "a:/"));
        assertEquals(1999, new RedirectUri("https://a.example" + "/a".repeat(991)).value().length());
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example:8443/x?y, a.example, https://a.example:8443, /x, true, false, false",
        "https://[2001:db8::1]/x, [2001:db8::1], https://[2001:db8::1], /x, false, false, false",
        "https://a.example, a.example, https://a.example, '', false, false, false",
        "https://a.example:443/x, a.example, https://a.example, /x, false, false, false",
        "http://localhost:80/x, localhost, http://localhost, /x, false, true, false",
        "http://localhost:443/x, localhost, http://localhost:443, /x, false, true, false",
        "http://localhost:1/x, localhost, http://localhost:1, /x, false, true, false",
        "com.example.app:/x, '', com.example.app:, /x, false, false, true",
        "com.example.app://h/x, h, com.example.app://h, /x, false, false, true",
    })
    void has_parts(String text, String host, String origin, String path, boolean query, boolean loopback, boolean own) {
        RedirectUri uri = new RedirectUri(text);
        assertEquals(List.of(host, origin, path, query, loopback, own), List.of(uri.host(), uri.origin(), uri.path(),
                uri.hasQuery(), uri.isLoopback(), uri.hasOwnScheme()));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/cb, http://127.0.0.1/cb, EXACT",
        "http://127.0.0.1/cb, http://127.0.0.1:51004/cb, LOOPBACK_PORT",
        "http://127.0.0.1:80/cb, http://127.0.0.1/cb, LOOPBACK_PORT",
        "http://127.0.0.1:9000/cb?x=y, http://127.0.0.1:1/cb?x=y, LOOPBACK_PORT",
        "http://[::1]/cb, http://[::1]:65535/cb, LOOPBACK_PORT",
        "http://127.0.0.1, http://127.0.0.1:5, LOOPBACK_PORT",
        "http://127.0.0.1/cb, http://127.0.0.1:65536/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:0/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:01/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:x/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:\u0661/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:80@evil.example/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1.evil.example/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:80.evil.example/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1@evil.example/cb, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:80/cb/, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:80/cb?x, NONE",
        "http://127.0.0.1/cb, http://127.0.0.1:80/other, NONE",
        "http://127.0.0.1/cb, https://127.0.0.1:80/cb, NONE",
        "http://127.0.0.1/cb, http://localhost:80/cb, NONE",
        "http://127.0.0.1/cb, http://[::1]:80/cb, NONE",
        "http://127.0.0.1/cb, http://127.1:80/cb, NONE",
        "http://localhost/cb, http://localhost:80/cb, NONE",
        "https://127.0.0.1/cb, https://127.0.0.1:80/cb, NONE",
    })
    @DisplayName("RFC 8252 §7.3: a native client's loopback address has any port")
    void loopback_port(String registered, String requested, Match expected) {
        assertEquals(expected, uris(true, registered).match(requested));
        assertEquals(expected == Match.LOOPBACK_PORT ? Match.NONE : expected, uris(false, registered).match(requested));
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/shop/, PATH_PREFIX",
        "https://app.example/shop/orders, PATH_PREFIX",
        "https://app.example/shop/orders/7?tab=all&x=%2F, PATH_PREFIX",
        "https://app.example/shop, NONE",
        "https://app.example/shopping/x, NONE",
        "https://app.example/, NONE",
        "https://app.example/shop/../admin, NONE",
        "https://app.example/shop/..;/admin, NONE",
        "https://app.example/shop/.;a/../admin, NONE",
        "https://app.example/shop/%2e%2e/admin, NONE",
        "https://app.example/shop/%2E./admin, NONE",
        "https://app.example/shop/..%2fadmin, NONE",
        "https://app.example/shop/%252e%252e/admin, NONE",
        "https://app.example/shop/..%5cadmin, NONE",
        "https://app.example/shop/..\\admin, NONE",
        "https://app.example/shop//evil.example, NONE",
        "https://app.example/shop/x#y, NONE",
        "https://app.example/shop/*, NONE",
        "https://app.example/shop/%0d%0a, NONE",
        "https://app.example/shop/\u00fc, NONE",
        "https://app.example:443/shop/x, NONE",
        "https://user@app.example/shop/x, NONE",
        "https://app.example@evil.example/shop/x, NONE",
        "https://app.example.evil.example/shop/x, NONE",
        "http://app.example/shop/x, NONE",
        "https://app.example/shop/?code=evil, NONE",
        "https://app.example/shop/x?a=b&state=evil, NONE",
        "https://app.example/shop/x?a=b;iss=evil, NONE",
        "https://app.example/shop/x?error, NONE",
        "https://app.example/shop/x?error%5fdescription=evil, NONE",
        "https://app.example/shop/x?a&%63%6F%64%65=evil, NONE",
        "https://app.example/shop/x?error_uri=https://evil.example/, NONE",
        "https://app.example/shop/x?barcode=1&a=code&codes=2&x=%zz, NONE",
        "https://app.example/shop/x?barcode=1&a=code&codes=2&x=%26code=1, PATH_PREFIX",
    })
    @DisplayName("a prefix covers what is below one folder of one origin")
    void prefix(String requested, Match expected) {
        RedirectUris uris = new RedirectUris(List.of(), List.of(new RedirectPrefix("https://app.example/shop/")),
                false);
        assertEquals(expected, uris.match(requested));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example", "https://app.example/shop", "https://app.example/shop/?x=/",
        "https://app.example/shop/*/", "com.example.app:/x/", "http://app.example/", "https://app.example/a/../"})
    void is_no_prefix(String text) {
        assertEquals("redirect_uri_prefixes", assertThrows(InvalidValue.class, () -> new RedirectPrefix(text)).field());
    }

    private static RedirectUris uris(boolean anyPort, String... registered) {
        return new RedirectUris(List.of(registered).stream().map(RedirectUri::new).toList(), List.of(), anyPort);
    }
}
