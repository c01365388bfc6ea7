package dev.warden.hostile;

import java.nio.file.Path;

import org.junit.jupiter.api.DisplayName;

@DisplayName("Behind HAProxy")
class BehindHaproxyIT extends BehindProxyContract {

    @Override
    ReverseProxy proxy(Path certificate, int port) {
        return ReverseProxy.haproxy(certificate, port);
    }
}
