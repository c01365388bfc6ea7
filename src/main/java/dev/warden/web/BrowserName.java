package dev.warden.web;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The common name of a browser, by its User-Agent header. A guess, on which nothing depends.
 *
 * @param browser empty if it is unknown
 * @param system  empty if it is unknown
 */
record BrowserName(String browser, String system) {

    /** In this order, because most browsers also name those they descend from. */
    private static final Map<String, String> BROWSERS = ordered("Edg", "Edge", "OPR/", "Opera", "SamsungBrowser/",
            "Samsung Internet", "Firefox/", "Firefox", "FxiOS/", "Firefox", "CriOS/", "Chrome", "Chrome/", "Chrome",
            "Safari/", "Safari");
    private static final Map<String, String> SYSTEMS = ordered("iPhone", "iPhone", "iPad", "iPad", "Android", "Android",
            "Windows", "Windows", "CrOS", "ChromeOS", "Mac OS X", "macOS", "Linux", "Linux");

    static BrowserName of(String userAgent) {
        return new BrowserName(find(BROWSERS, userAgent), find(SYSTEMS, userAgent));
    }

    String say(Language language) {
        if (browser.isEmpty()) {
            return system.isEmpty() ? language.say("unknown-browser") : system;
        }
        return system.isEmpty() ? browser : language.say("browser-on-system", browser, system);
    }

    private static String find(Map<String, String> names, String userAgent) {
        return names.entrySet().stream().filter(name -> userAgent.contains(name.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse("");
    }

    private static Map<String, String> ordered(String... signsAndNames) {
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < signsAndNames.length; i += 2) {
            names.put(signsAndNames[i], signsAndNames[i + 1]);
        }
        return names;
    }
}
