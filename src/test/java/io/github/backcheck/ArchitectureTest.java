package io.github.backcheck;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaWildcardType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The walls between the packages, and what no class of the library may do. */
@AnalyzeClasses(packages = ArchitectureTest.ROOT, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    static final String ROOT = "io.github.backcheck";

    private static final List<String> PACKAGES = List.of(
            "text",
            "model",
            "mlp",
            "defect",
            "gradient",
            "audit",
            "monitor",
            "census",
            "probe",
            "trial",
            "diagnosis",
            "report",
            "testing");

    /** Packages that no class has been written for yet. Only their walls may stand around nothing. */
    private static final Set<String> PLANNED = Set.of();

    @ArchTest
    static void thereIsSomethingToCheck(JavaClasses main) {
        assertThat(main).as("classes found in %s", ROOT).isNotEmpty();
        assertThat(main.contain(ArchitectureTest.class))
                .as("tests are looked at")
                .isFalse();
    }

    @ArchTest
    static void plannedPackagesDoNotExistYet(JavaClasses main) {
        assertThat(PACKAGES).containsAll(PLANNED);
        assertThat(PLANNED)
                .as("PLANNED names a package that exists by now: take it off the list")
                .noneMatch(name -> main.containPackage(ROOT + "." + name));
    }

    // Who may import whom.

    @ArchTest
    static final ArchRule everyClassHasItsPlace = classes()
            .that()
            .doNotHaveSimpleName("package-info")
            .should()
            .resideInAnyPackage(packages(PACKAGES))
            .because("a package without a wall could import anything");

    @ArchTest
    static final ArchRule textImportsNothing = wall("text");

    @ArchTest
    static final ArchRule modelImports = wall("model", "text");

    @ArchTest
    static final ArchRule mlpImports = wall("mlp", "text", "model");

    @ArchTest
    static final ArchRule defectImports = wall("defect", "text", "model", "mlp");

    @ArchTest
    static final ArchRule gradientImports = wall("gradient", "text", "model", "mlp");

    @ArchTest
    static final ArchRule auditImports = wall("audit", "text", "model", "mlp", "defect", "gradient");

    @ArchTest
    static final ArchRule monitorImports = wall("monitor", "text", "model");

    @ArchTest
    static final ArchRule censusImports = wall("census", "text", "model");

    @ArchTest
    static final ArchRule probeImports = wall("probe", "text", "model", "mlp", "monitor");

    @ArchTest
    static final ArchRule trialImports = wall("trial", "text", "model", "mlp", "monitor");

    @ArchTest
    static final ArchRule diagnosisImports = wall(
            "diagnosis", "text", "model", "mlp", "defect", "gradient", "audit", "monitor", "census", "probe", "trial");

    @ArchTest
    static final ArchRule reportImports = wall(
            "report",
            "text",
            "model",
            "mlp",
            "defect",
            "gradient",
            "audit",
            "monitor",
            "census",
            "probe",
            "trial",
            "diagnosis");

    @ArchTest
    static final ArchRule testingImports = wall(
            "testing",
            "text",
            "model",
            "mlp",
            "defect",
            "gradient",
            "audit",
            "monitor",
            "census",
            "probe",
            "trial",
            "diagnosis",
            "report");

    // Who may use which library.

    @ArchTest
    static final ArchRule matricesStayBelowTheDiagnosis = noClasses()
            .that()
            .resideInAnyPackage(packages(List.of("text", "monitor", "census", "probe", "trial", "diagnosis", "report")))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.ejml..")
            .because("what watches, judges and reports works on numbers, not on matrices");

    @ArchTest
    static final ArchRule onlyTestingKnowsTestFrameworks = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".testing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..", "org.opentest4j..", "org.apiguardian..", "net.jqwik..")
            .because("JUnit and jqwik are not needed at run time");

    @ArchTest
    static final ArchRule onlyItsOwnPackageKnowsJqwik = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".testing.jqwik..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.jqwik..")
            .because("the rest of testing works without jqwik on the class path");

    // What no class may do.

    @ArchTest
    static final ArchRule nothingPrints = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.because(
            "results are handed back; the caller decides where they are shown");

    @ArchTest
    static final ArchRule nothingReadsTheClock = noClasses()
            .should()
            .accessTargetWhere(describe("the clock is read", ArchitectureTest::readsTheClock))
            .because("the same run must give the same report at any time");

    @ArchTest
    static final ArchRule nothingIsRandomWithoutASeed = noClasses()
            .should()
            .accessTargetWhere(describe("no seed is given", ArchitectureTest::drawsWithoutASeed))
            .because("the same seed must give the same report");

    @ArchTest
    static final ArchRule recordsCannotBeChanged = classes()
            .that()
            .areRecords()
            .should(haveNoArrayOrMatrixComponent())
            .because("a record hands out its components as they are, and results are immutable");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked =
            classes().should(resideInANullMarkedPackage()).because("null is then the exception everywhere");

    private static ArchRule wall(String name, String... mayImport) {
        String[] open = packages(
                Stream.concat(Stream.of(name), Arrays.stream(mayImport)).toList());
        String what = mayImport.length == 0 ? "no other package" : String.join(", ", mayImport);
        return classes()
                .that()
                .resideInAPackage(ROOT + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(open)))
                .allowEmptyShould(PLANNED.contains(name))
                .as(name + " may import " + what);
    }

    private static String[] packages(Collection<String> names) {
        return names.stream().map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    private static boolean readsTheClock(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String owner = target.getOwner().getName();
        String name = target.getName();
        if (owner.startsWith("java.time.")) {
            return name.equals("now") || name.startsWith("system") || name.startsWith("tick");
        }
        return switch (owner) {
            case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
            case "java.util.Calendar" -> name.equals("getInstance");
            case "java.util.Date" -> isConstructor(target) && parameters(target) == 0;
            default -> false;
        };
    }

    private static boolean drawsWithoutASeed(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        String name = target.getName();
        return switch (target.getOwner().getName()) {
            case "java.util.Random", "java.util.SplittableRandom" -> isConstructor(target) && parameters(target) == 0;
            case "java.util.random.RandomGenerator" -> name.equals("getDefault") || name.equals("of");
            case "java.util.random.RandomGeneratorFactory" -> name.equals("create") && parameters(target) == 0;
            case "java.util.Collections" -> name.equals("shuffle") && parameters(target) == 1;
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.concurrent.ThreadLocalRandom", "java.security.SecureRandom" -> true;
            default -> false;
        };
    }

    private static boolean isConstructor(AccessTarget target) {
        return target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME);
    }

    /** How many parameters a method or constructor has; -1 for a field. */
    private static int parameters(AccessTarget target) {
        return target instanceof CodeUnitAccessTarget unit
                ? unit.getRawParameterTypes().size()
                : -1;
    }

    private static ArchCondition<JavaClass> haveNoArrayOrMatrixComponent() {
        return new ArchCondition<>("have no array and no EJML matrix among their components") {
            @Override
            public void check(JavaClass record, ConditionEvents events) {
                for (JavaField field : record.getFields()) {
                    boolean component = !field.getModifiers().contains(JavaModifier.STATIC);
                    String message = field.getFullName() + " is of type "
                            + field.getType().getName();
                    events.add(new SimpleConditionEvent(
                            field, !(component && holdsArrayOrMatrix(field.getType())), message));
                }
            }
        };
    }

    /** Looks into type arguments too: a list of arrays is no better than an array. */
    private static boolean holdsArrayOrMatrix(JavaType type) {
        JavaClass erasure = type.toErasure();
        if (erasure.isArray() || erasure.getPackageName().startsWith("org.ejml")) {
            return true;
        }
        if (type instanceof JavaParameterizedType parameterized) {
            return parameterized.getActualTypeArguments().stream().anyMatch(ArchitectureTest::holdsArrayOrMatrix);
        }
        if (type instanceof JavaWildcardType wildcard) {
            return Stream.concat(wildcard.getUpperBounds().stream(), wildcard.getLowerBounds().stream())
                    .anyMatch(ArchitectureTest::holdsArrayOrMatrix);
        }
        return false;
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package whose package-info says @NullMarked") {
            @Override
            public void check(JavaClass javaClass, ConditionEvents events) {
                JavaPackage home = javaClass.getPackage();
                String message = javaClass.getName() + " resides in " + home.getName();
                events.add(new SimpleConditionEvent(javaClass, home.isAnnotatedWith(NullMarked.class), message));
            }
        };
    }
}
