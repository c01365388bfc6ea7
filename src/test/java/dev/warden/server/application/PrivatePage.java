package dev.warden.server.application;

import java.io.IOException;

import jakarta.servlet.annotation.HttpConstraint;
import jakarta.servlet.annotation.ServletSecurity;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** For people with the role {@code user}: says who they are. */
@WebServlet({"/private", "/private/page"})
@ServletSecurity(@HttpConstraint(rolesAllowed = "user"))
public class PrivatePage extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().print("name=" + request.getUserPrincipal().getName()
                + " user=" + request.isUserInRole("user") + " admin=" + request.isUserInRole("admin"));
    }
}
