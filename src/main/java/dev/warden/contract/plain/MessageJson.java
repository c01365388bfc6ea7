package dev.warden.contract.plain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An answer that has nothing to say but that it went well. */
@Schema(name = "PlainMessage")
public record MessageJson(String msg) {
}
