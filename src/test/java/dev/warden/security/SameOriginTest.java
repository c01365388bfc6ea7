package dev.warden.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.warden.session.Device;

@DisplayName("A form from a page of ours (Fetch Metadata §2.3, RFC 6454 §7)")
class SameOriginTest {

    private static final SameOrigin PUBLIC =
            new SameOrigin(new PublicAddress(URI.create("https://ID.example.org:443/warden")));

    @ParameterizedTest
    @CsvSource(nullValues = "none", delimiter = '|', textBlock = """
            same-origin | none                            | http  | here:8080     | true
            same-origin | https://evil.example            | http  | here:8080     | true
            same-site   | http://here:8080                | http  | here:8080     | false
            cross-site  | http://here:8080                | http  | here:8080     | false
            none        | none                            | http  | here:8080     | false
            Same-Origin | http://here:8080                | http  | here:8080     | false
            ''          | http://here:8080                | http  | here:8080     | false
            none        | http://here:8080                | http  | here:8080     | true
            none        | https://here:8080               | http  | here:8080     | false
            none        | https://here                    | https | here:443      | true
            none        | https://here                    | https | Here          | true
            none        | http://here                     | http  | here:80       | true
            none        | https://id.example.org          | http  | node1:8080    | true
            none        | https://id.example.org.evil     | http  | node1:8080    | false
            none        | http://id.example.org           | http  | node1:8080    | false
            none        | null                            | http  | here:8080     | false
            none        | http://here:8080, http://evil   | http  | here:8080     | false
            none        | http://null                     | http  | none          | false
            """)
    void is_told_by_what_the_browser_says(String site, String origin, String scheme, String host, boolean expected) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Sec-Fetch-Site", site);
        headers.put("Origin", origin);
        headers.put("Host", host);

        assertEquals(expected, PUBLIC.sent(request(headers, scheme.equals("https"))));
    }

    private static HttpServletRequest request(Map<String, String> headers, boolean isSecure) {
        Map<String, Object> attributes = new HashMap<>();
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(SameOriginTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeader" -> headers.get(arguments[0]);
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        new ClientConnection(new Device("192.0.2.1", ""), isSecure).attachTo(request);
        return request;
    }
}
