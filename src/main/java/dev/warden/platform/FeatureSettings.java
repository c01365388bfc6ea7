package dev.warden.platform;

/**
 * Marks the typed settings of one feature: a {@code @Dependent} record whose injected constructor reads them from
 * {@link Settings}. {@link Startup} makes one of each before the first request, so that a wrong value stops the
 * deployment and not, days later, a person.
 */
public interface FeatureSettings {
}
