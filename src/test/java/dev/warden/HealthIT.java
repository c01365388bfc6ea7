package dev.warden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Health")
class HealthIT extends BlackBox {

    @Test
    void is_alive() {
        assertEquals(200, warden.get("health/live").statusCode());
    }

    @Test
    void is_ready_with_its_database() {
        HttpResponse<String> answer = warden.get("health/ready");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("UP", WardenClient.json(answer).getString("status"));
    }
}
