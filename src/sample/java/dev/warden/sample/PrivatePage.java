package dev.warden.sample;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.openid.OpenIdContext;
import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** For people who are signed in: the server redirects everybody else to Warden first. */
@WebServlet("/private")
@ServletSecurity(@HttpConstraint(rolesAllowed = {"user", "admin"}))
public class PrivatePage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    private transient OpenIdContext context;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Document.send(response, "Hello, " + Document.escaped(request.getUserPrincipal().getName()), """
                <dl>
                <dt>Subject</dt><dd id="subject">%s</dd>
                <dt>Email</dt><dd id="email">%s</dd>
                <dt>Roles</dt><dd id="roles">%s</dd>
                </dl>
                <form method="post" action="%s/sign-out"><button>Sign out</button></form>
                """.formatted(Document.escaped(context.getSubject()),
                Document.escaped(context.getClaims().getEmail().orElse("")), roles(request), request.getContextPath()));
    }

    private static String roles(HttpServletRequest request) {
        return (request.isUserInRole("user") ? "user " : "") + (request.isUserInRole("admin") ? "admin" : "");
    }
}
