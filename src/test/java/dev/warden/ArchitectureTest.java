package dev.warden;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noConstructors;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

import jakarta.json.Json;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.MessageBodyReader;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import dev.warden.platform.FeatureSettings;
import dev.warden.platform.JsonText;
import dev.warden.platform.Settings;

/** The rules of the house, as {@code docs/architecture.md} has them. */
@DisplayName("The architecture")
class ArchitectureTest {

    /** Each may use those before it. */
    private static final List<String> CORE =
            List.of("platform", "audit", "password", "account", "client", "session", "token", "consent", "signin",
                    "declared", "security");

    /** Each may use the core and none of the others; {@code openapi} runs when the WAR is built. */
    private static final List<String> DOORS = List.of("operations", "oidc", "web", "contract.users", "contract.plain",
            "openapi");

    /** What applications list besides resources. Those that are not public are registered as they are made. */
    private static final List<Class<?>> PROVIDERS = List.of(ExceptionMapper.class, MessageBodyReader.class,
            ContainerRequestFilter.class, ContainerResponseFilter.class, DynamicFeature.class);

    private static final int MAX_LINE = 120;

    private static final JavaClasses WARDEN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.warden");

    @Test
    void there_is_something_to_look_at() {
        assertFalse(WARDEN.size() < 100);
    }

    @Test
    void arrows_point_one_way() {
        for (int i = 0; i < CORE.size(); i++) {
            List<String> later = Stream.concat(CORE.stream().skip(i + 1L), DOORS.stream()).toList();
            check(noClasses().that().resideInAPackage("dev.warden." + CORE.get(i) + "..").should().dependOnClassesThat()
                    .resideInAnyPackage(packages(later)));
        }
    }

    @Test
    void doors_know_nothing_of_each_other() {
        for (String door : DOORS) {
            check(noClasses().that().resideInAPackage("dev.warden." + door + "..").should().dependOnClassesThat()
                    .resideInAnyPackage(packages(DOORS.stream().filter(other -> !other.equals(door)).toList())));
        }
    }

    @Test
    void every_package_has_its_place() {
        check(classes().should().resideInAnyPackage(packages(Stream.concat(CORE.stream(), DOORS.stream()).toList())));
    }

    @Test
    void packages_have_no_cycles() {
        check(slices().matching("dev.warden.(**)").should().beFreeOfCycles());
    }

    @Test
    void only_the_doors_and_security_know_http() {
        check(noClasses().that().resideOutsideOfPackages("dev.warden.security..", "dev.warden.operations..",
                "dev.warden.oidc..", "dev.warden.web..", "dev.warden.contract..")
                .should().dependOnClassesThat().resideInAnyPackage("jakarta.ws.rs..", "jakarta.servlet.."));
    }

    @Test
    void only_tokens_know_jose() {
        check(noClasses().that().resideOutsideOfPackage("dev.warden.token..").should().dependOnClassesThat()
                .resideInAPackage("org.jose4j.."));
    }

    @Test
    void only_passwords_know_the_libraries_that_hash() {
        check(noClasses().that().resideOutsideOfPackage("dev.warden.password..").should().dependOnClassesThat()
                .resideInAnyPackage("org.bouncycastle..", "com.sun.jna..", "com.nulabinc.."));
    }

    @Test
    void only_declared_configuration_knows_yaml() {
        check(noClasses().that().resideOutsideOfPackage("dev.warden.declared..").should().dependOnClassesThat()
                .resideInAPackage("org.snakeyaml.."));
    }

    @Test
    void only_the_platform_knows_databases_by_name() {
        check(noClasses().that().resideOutsideOfPackage("dev.warden.platform..").should().dependOnClassesThat()
                .resideInAnyPackage("org.h2..", "org.mariadb..", "org.flywaydb.."));
    }

    @Test
    void no_class_depends_on_one_application_server_or_one_provider() {
        check(noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.persistence..", "org.hibernate",
                "org.hibernate.annotations..", "org.hibernate.query..", "org.glassfish..", "fish.payara..",
                "org.jboss..", "org.wildfly.."));
    }

    @Test
    void time_comes_from_the_clock_that_is_wired() {
        check(noClasses().that().doNotHaveFullyQualifiedName("dev.warden.platform.Wiring").should()
                .callMethod(Instant.class, "now").orShould().callMethod(LocalDateTime.class, "now")
                .orShould().callMethod(LocalDate.class, "now").orShould().callMethod(OffsetDateTime.class, "now")
                .orShould().callMethod(ZonedDateTime.class, "now").orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould().callConstructor(Date.class).orShould().callMethod(Clock.class, "systemUTC")
                .orShould().callMethod(Clock.class, "systemDefaultZone"));
    }

    @Test
    void a_json_provider_is_looked_up_once_because_that_is_slow() {
        check(noClasses().should().callMethodWhere(JavaCall.Predicates
                .target(HasOwner.Predicates.With.owner(JavaClass.Predicates.equivalentTo(Json.class)))));
        check(noClasses().that().doNotHaveFullyQualifiedName(JsonText.class.getName()).should()
                .callMethod(JsonProvider.class, "provider"));
    }

    @Test
    void settings_are_read_at_start_and_not_passed_around() {
        check(noConstructors().that().areAnnotatedWith("jakarta.inject.Inject").and().areDeclaredInClassesThat()
                .areNotAssignableTo(FeatureSettings.class).should().haveRawParameterTypes(DescribedPredicate
                        .anyElementThat(JavaClass.Predicates.equivalentTo(Settings.class))));
    }

    @Test
    void nothing_is_printed() {
        check(GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
        check(noClasses().should().callMethod(Throwable.class, "printStackTrace"));
    }

    @Test
    void nothing_is_serialized_by_java_and_nothing_is_run() {
        check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.io.ObjectInputStream"));
        check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.lang.ProcessBuilder"));
        check(noClasses().should().callMethod(Runtime.class, "exec", String.class));
    }

    @Test
    void randomness_that_protects_is_secure() {
        check(noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.Random"));
        check(noClasses().should().callMethod(Math.class, "random"));
    }

    @Test
    void a_name_says_what_a_class_is_and_not_that_it_is_one() {
        check(noClasses().should().haveNameMatching(
                ".*(Util|Utils|Helper|Helpers|Impl|Manager|Dto|DTO|Mapper|Bean|Abstract[A-Z]\\w*|Base[A-Z]\\w*)"));
    }

    @Test
    void dependencies_come_by_constructor() {
        check(fields().that().areDeclaredInClassesThat().resideOutsideOfPackage("dev.warden.platform..")
                .should().notBeAnnotatedWith("jakarta.inject.Inject").andShould()
                .notBeAnnotatedWith("jakarta.persistence.PersistenceContext").andShould()
                .notBeAnnotatedWith("jakarta.annotation.Resource"));
    }

    @Test
    @DisplayName("JAX-RS resources and providers have a public constructor without arguments (WildFly needs it)")
    void what_jax_rs_makes_has_a_public_constructor_without_arguments() {
        check(classes().that().areAnnotatedWith("jakarta.ws.rs.Path")
                .should(haveAConstructorWithoutArguments(JavaModifier.PUBLIC)));
        for (Class<?> provider : PROVIDERS) {
            check(classes().that().arePublic().and().areAssignableTo(provider)
                    .should(haveAConstructorWithoutArguments(JavaModifier.PUBLIC)));
        }
    }

    @Test
    @DisplayName("application-scoped beans can have a proxy (CDI 4.0 §3.10)")
    void beans_of_the_application_can_have_a_proxy() {
        check(classes().that().areAnnotatedWith("jakarta.enterprise.context.ApplicationScoped")
                .should().notHaveModifier(JavaModifier.FINAL).andShould(haveAConstructorWithoutArguments(null)));
    }

    @Test
    void every_package_says_what_it_is_for() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/dev/warden"))) {
            assertEquals(List.of(), folders.filter(Files::isDirectory).filter(ArchitectureTest::holdsClasses)
                    .filter(folder -> !Files.exists(folder.resolve("package-info.java"))).toList());
        }
    }

    @Test
    void lines_fit_side_by_side_in_a_review() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            assertEquals(List.of(), files.filter(file -> file.toString().endsWith(".java"))
                    .filter(ArchitectureTest::hasALongLine).toList());
        }
    }

    private static boolean hasALongLine(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.anyMatch(line -> line.length() > MAX_LINE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean holdsClasses(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void check(ArchRule rule) {
        rule.check(WARDEN);
    }

    private static String[] packages(List<String> names) {
        return names.stream().map(name -> "dev.warden." + name + "..").toArray(String[]::new);
    }

    /** @param modifier that it must have; null for any but private */
    private static ArchCondition<JavaClass> haveAConstructorWithoutArguments(JavaModifier modifier) {
        return new ArchCondition<>("have a constructor without arguments that is " + modifier) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean has = type.getConstructors().stream().filter(each -> each.getRawParameterTypes().isEmpty())
                        .anyMatch(each -> modifier == null ? !each.getModifiers().contains(JavaModifier.PRIVATE)
                                : each.getModifiers().contains(modifier));
                events.add(new SimpleConditionEvent(type, has, type.getName() + (has ? " has one" : " has none")));
            }
        };
    }
}
