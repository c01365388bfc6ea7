package dev.warden.contract.plain;

import jakarta.json.bind.annotation.JsonbPropertyOrder;

/** @param data {@code Your Data Not Valid} where a member of the request is; absent otherwise */
@JsonbPropertyOrder({"status", "statusCode", "message", "data"})
public record ErrorJson(String status, int statusCode, String message, String data) {
}
