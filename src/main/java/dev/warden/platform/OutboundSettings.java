package dev.warden.platform;

import java.nio.file.Path;
import java.util.List;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Where Warden may connect to on its own.
 *
 * @param allowedNetworks {@code warden.outbound.allowed-networks}: networks that may be called although they are not
 *                        public
 * @param trustFile       {@code warden.outbound.trust-file}: PEM certificates that are trusted in addition to the
 *                        platform's; null if there are none
 */
@Dependent
public record OutboundSettings(List<AddressRange> allowedNetworks, Path trustFile) implements FeatureSettings {

    private static final String ALLOWED_NETWORKS = "warden.outbound.allowed-networks";

    @Inject
    public OutboundSettings(Settings settings) {
        this(settings.list(ALLOWED_NETWORKS).stream().map(OutboundSettings::range).toList(),
                settings.given("warden.outbound.trust-file").map(Path::of).orElse(null));
    }

    private static AddressRange range(String text) {
        return AddressRange.parse(text).orElseThrow(() -> new InvalidSetting(ALLOWED_NETWORKS,
                '"' + text + "\" is neither an address nor a range such as 10.0.0.0/8"));
    }
}
