package dev.warden.security;

import java.util.List;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

import dev.warden.platform.AddressRange;
import dev.warden.platform.FeatureSettings;
import dev.warden.platform.InvalidSetting;
import dev.warden.platform.Settings;

/**
 * The proxies that Warden trusts.
 *
 * @param trusted {@code warden.http.trusted-proxies}: the networks of proxies whose X-Forwarded-For and
 *                X-Forwarded-Proto are honoured; default none
 */
@Dependent
public record ProxySettings(List<AddressRange> trusted) implements FeatureSettings {

    private static final String KEY = "warden.http.trusted-proxies";

    @Inject
    public ProxySettings(Settings settings) {
        this(settings.list(KEY).stream().map(ProxySettings::range).toList());
    }

    boolean trusts(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    private static AddressRange range(String text) {
        return AddressRange.parse(text).orElseThrow(() -> new InvalidSetting(KEY,
                '"' + text + "\" is neither an address nor a range such as 10.0.0.0/8 or fd00::/8"));
    }
}
