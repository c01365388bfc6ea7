package dev.warden.spring;

import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.annotation.RegisteredOAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signs people in, and has two interfaces for bearers of access tokens. The rest is the file that Warden wrote. */
@SpringBootApplication
@RestController
public class Application {

    public static void main(String[] arguments) {
        SpringApplication.run(Application.class, arguments);
    }

    /** What the properties say: issuer, audience, roles. */
    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http) throws Exception {
        return http.securityMatcher("/api/**").authorizeHttpRequests(requests -> requests.anyRequest().hasRole("user"))
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults())).build();
    }

    /** By the letter of RFC 9068 §4, header typ of at+jwt included. */
    @Bean
    @Order(2)
    SecurityFilterChain strictApi(HttpSecurity http, @Value("${strict.issuer}") String issuer,
            @Value("${strict.audience}") String audience, @Value("${strict.client-id}") String clientId)
            throws Exception {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer).validateType(false).build();
        decoder.setJwtValidator(JwtValidators.createAtJwtValidator().issuer(issuer).audience(audience)
                .clientId(clientId).build());
        return http.securityMatcher("/strict/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(decoder))).build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain pages(HttpSecurity http, ClientRegistrationRepository clients) throws Exception {
        OidcClientInitiatedLogoutSuccessHandler atWarden = new OidcClientInitiatedLogoutSuccessHandler(clients);
        atWarden.setPostLogoutRedirectUri("{baseUrl}/bye");
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/bye").permitAll()
                .anyRequest().authenticated())
                .oauth2Login(Customizer.withDefaults())
                // A link that anybody can follow, which is not what an application should have.
                .csrf(csrf -> csrf.ignoringRequestMatchers("/logout"))
                .logout(logout -> logout.logoutSuccessHandler(atWarden))
                .oidcLogout(logout -> logout.backChannel(Customizer.withDefaults())).build();
    }

    @GetMapping("/bye")
    String bye() {
        return "bye";
    }

    @GetMapping("/private")
    Map<String, Object> home(@AuthenticationPrincipal OidcUser user,
            @RegisteredOAuth2AuthorizedClient("warden") OAuth2AuthorizedClient client) {
        return Map.of("name", user.getName(), "email", user.getEmail(), "subject", user.getSubject(),
                "access-token", client.getAccessToken().getTokenValue());
    }

    @GetMapping({"/api/roles", "/strict/roles"})
    Map<String, Object> roles(JwtAuthenticationToken bearer) {
        List<String> authorities = bearer.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList();
        return Map.of("name", bearer.getName(), "authorities", authorities);
    }
}
