package dev.warden.contract.plain;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** @param data {@code Your Data Not Valid} where a member of the request is; absent otherwise */
@Schema(name = "PlainError")
@JsonbPropertyOrder({"status", "statusCode", "message", "data"})
public record ErrorJson(String status, int statusCode, String message, @Schema(nullable = true) String data) {
}
