package dev.warden.web;

import java.util.Map;

/**
 * What every page shows.
 *
 * @param lang     the language tag of the page
 * @param title    of the window
 * @param service  what the service is called
 * @param t        every text by its key
 * @param base     the path of the context root, without a slash at its end
 * @param files    the path under which the theme's files are
 * @param token    for forms
 * @param request  for forms that go on with an application's request; empty if there is none
 * @param query    the same, for links
 * @param client   what that application is called; empty if there is none
 * @param logo     address of its logo; empty if there is none
 * @param policy   address of what it says of people's data; empty if there is none
 * @param terms    address of its terms of service; empty if there is none
 */
record Frame(String lang, String title, String service, Map<String, String> t, String base, String files, String token,
        String request, String query, String client, String logo, String policy, String terms) {
}
