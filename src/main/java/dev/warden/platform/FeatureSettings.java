package dev.warden.platform;

/**
 * Marks the typed settings of one feature: a {@code @Dependent} record whose injected constructor reads them from
 * {@link Settings}. {@link Startup} creates each of them before it looks for the database, so that a wrong value stops
 * the deployment instead of failing some request days later.
 */
public interface FeatureSettings {
}
