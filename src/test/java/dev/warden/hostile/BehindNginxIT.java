package dev.warden.hostile;

import java.nio.file.Path;

import org.junit.jupiter.api.DisplayName;

@DisplayName("Behind nginx")
class BehindNginxIT extends BehindProxyContract {

    @Override
    ReverseProxy proxy(Path certificate, int port) {
        return ReverseProxy.nginx(certificate, port);
    }
}
