package dev.warden.operations;

import java.util.List;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The health of the service.
 *
 * @param status {@code UP}, or {@code DOWN} if one of the checks is
 */
@Schema(name = "Health")
@JsonbPropertyOrder({"status", "checks"})
public record HealthJson(String status, List<Check> checks) {

    /** One check. */
    @Schema(name = "HealthCheck")
    @JsonbPropertyOrder({"name", "status"})
    public record Check(String name, String status) {

        static Check of(String name, boolean isUp) {
            return new Check(name, upOrDown(isUp));
        }

        boolean up() {
            return "UP".equals(status);
        }
    }

    static HealthJson of(List<Check> checks) {
        return new HealthJson(upOrDown(checks.stream().allMatch(Check::up)), checks);
    }

    boolean up() {
        return "UP".equals(status);
    }

    private static String upOrDown(boolean isUp) {
        return isUp ? "UP" : "DOWN";
    }
}
