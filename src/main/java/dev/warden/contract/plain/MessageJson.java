package dev.warden.contract.plain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An answer that only says that the request succeeded. */
@Schema(name = "PlainMessage")
public record MessageJson(String msg) {
}
