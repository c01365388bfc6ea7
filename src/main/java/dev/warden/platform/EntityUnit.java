package dev.warden.platform;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.stream.Stream;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceProvider;
import jakarta.persistence.spi.PersistenceProviderResolverHolder;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;

/**
 * The persistence unit, described in code as a container would describe it to its provider (Jakarta Persistence 3.1,
 * section 9.6). With a {@code persistence.xml}, some servers would open the unit by themselves before there is a data
 * source, and others could not read it; {@code docs/decisions.md} has the details.
 */
final class EntityUnit implements PersistenceUnitInfo {

    /** By name, because this package does not depend on the packages of these classes. */
    static final List<String> CLASSES = List.of(
            "dev.warden.platform.InstantColumn",
            "dev.warden.account.Account",
            "dev.warden.account.Role");

    private final DataSource dataSource;

    EntityUnit(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Opens the unit with the first provider that accepts it: EclipseLink on Payara and GlassFish, Hibernate on
     * WildFly.
     *
     * @throws IllegalStateException if the server has none
     */
    EntityManagerFactory open() {
        return providers().map(provider -> provider.createContainerEntityManagerFactory(this, getProperties()))
                .filter(factory -> factory != null).findFirst()
                .orElseThrow(() -> new IllegalStateException("This server has no provider of Jakarta Persistence"));
    }

    private static Stream<PersistenceProvider> providers() {
        return Stream.concat(
                PersistenceProviderResolverHolder.getPersistenceProviderResolver().getPersistenceProviders().stream(),
                // WildFly's resolver only finds the providers of deployments that have a persistence.xml.
                ServiceLoader.load(PersistenceProvider.class, EntityUnit.class.getClassLoader()).stream()
                        .map(ServiceLoader.Provider::get));
    }

    @Override
    public String getPersistenceUnitName() {
        return "warden";
    }

    @Override
    public String getPersistenceProviderClassName() {
        return null;
    }

    @Override
    public PersistenceUnitTransactionType getTransactionType() {
        return PersistenceUnitTransactionType.RESOURCE_LOCAL;
    }

    @Override
    public DataSource getJtaDataSource() {
        return null;
    }

    @Override
    public DataSource getNonJtaDataSource() {
        return dataSource;
    }

    @Override
    public List<String> getMappingFileNames() {
        return List.of();
    }

    @Override
    public List<URL> getJarFileUrls() {
        return List.of();
    }

    /** A small folder: the classes are listed by name, but EclipseLink scans this all the same. */
    @Override
    public URL getPersistenceUnitRootUrl() {
        return EntityUnit.class.getResource("");
    }

    @Override
    public List<String> getManagedClassNames() {
        return CLASSES;
    }

    @Override
    public boolean excludeUnlistedClasses() {
        return true;
    }

    /** Other nodes change rows too. */
    @Override
    public SharedCacheMode getSharedCacheMode() {
        return SharedCacheMode.NONE;
    }

    @Override
    public ValidationMode getValidationMode() {
        return ValidationMode.NONE;
    }

    @Override
    public Properties getProperties() {
        Properties properties = new Properties();
        // By default EclipseLink shares its state among all units of this name in the server.
        properties.setProperty("eclipselink.session-name", "warden-" + System.identityHashCode(this));
        properties.setProperty("eclipselink.weaving", "false");
        properties.setProperty("eclipselink.logging.level", "SEVERE");
        properties.setProperty("hibernate.archive.autodetection", "none");
        return properties;
    }

    @Override
    public String getPersistenceXMLSchemaVersion() {
        return "3.0";
    }

    @Override
    public ClassLoader getClassLoader() {
        return EntityUnit.class.getClassLoader();
    }

    /** Ignored: entities are used as they were compiled. */
    @Override
    public void addTransformer(ClassTransformer transformer) {
        // They are loaded already.
    }

    @Override
    public ClassLoader getNewTempClassLoader() {
        return new URLClassLoader(new URL[0], getClassLoader());
    }

    /** New in Jakarta Persistence 3.2: this annotation injects nothing here. */
    public String getScopeAnnotationName() {
        return null;
    }

    /** New in Jakarta Persistence 3.2: these annotations inject nothing here. */
    public List<String> getQualifierAnnotationNames() {
        return List.of();
    }
}
