package dev.warden.web;

import java.util.Map;

/**
 * The values that every page has.
 *
 * @param lang       the language tag of the page
 * @param dir        the direction of its text: {@code ltr} or {@code rtl}
 * @param title      of the window
 * @param service    the name of the service
 * @param t          every text by its key
 * @param base       the path of the context root, without a slash at its end
 * @param files      the path of the theme's files
 * @param token      for forms
 * @param request    for forms that continue with an application's request; empty if there is none
 * @param query      the same, for links
 * @param client     the name of that application; empty if there is none
 * @param logo       address of its logo; empty if there is none
 * @param policy     address of its privacy policy; empty if there is none
 * @param terms      address of its terms of service; empty if there is none
 * @param policyText the text of a link to its privacy policy
 * @param termsText  the text of a link to its terms of service
 */
record CommonValues(String lang, String dir, String title, String service, Map<String, String> t, String base,
        String files, String token, String request, String query, String client, String logo, String policy,
        String terms, String policyText, String termsText) {
}
