/** @param headers whole lines @param body ASCII, or null */
record Request(String method, String path, String headers, String body) {
    static Request get(String path) {
        return new Request("GET", path, "Accept: application/json\r\n", null);
    }

    static Request json(String path, String body) {
        return new Request("POST", path, "Accept: application/json\r\nContent-Type: application/json\r\n", body);
    }

    static Request form(String path, String body) {
        return new Request("POST", path,
                "Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n", body);
    }

    Request bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    Request with(String header, String value) {
        return new Request(method, path, headers + header + ": " + value + "\r\n", body);
    }
}
