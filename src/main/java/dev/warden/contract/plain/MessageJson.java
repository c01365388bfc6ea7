package dev.warden.contract.plain;

/** An answer that has nothing to say but that it went well. */
public record MessageJson(String msg) {
}
