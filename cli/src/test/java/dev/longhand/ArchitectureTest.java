package dev.longhand;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** The directions of dependency, over every module that the command line brings together. */
@AnalyzeClasses(
    packages = "dev.longhand",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** The packages of the modules other than {@code api}, which has all the rest. */
  private static final List<String> BEYOND_API =
      List.of(
          "dev.longhand.engine.djl",
          "dev.longhand.engine.dl4j",
          "dev.longhand.character",
          "dev.longhand.sequence",
          "dev.longhand.cli",
          "dev.longhand.server");

  @ArchTest
  static final ArchRule enginesKnowNothingOfText =
      noClasses()
          .that()
          .resideInAPackage("dev.longhand.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.longhand.text..", "dev.longhand.recognition..", "dev.longhand.bundle..")
          .because("an engine runs networks; what their outputs mean is the recognizer's business");

  @ArchTest
  static final ArchRule recognizersKnowNoEngine =
      noClasses()
          .that()
          .resideInAnyPackage("dev.longhand.character..", "dev.longhand.sequence..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.longhand.engine.djl..",
              "dev.longhand.engine.dl4j..",
              "ai.djl..",
              "ai.onnxruntime..",
              "org.nd4j..",
              "org.deeplearning4j..",
              "org.bytedeco..")
          .because("any engine must be able to run any model");

  @ArchTest
  static final ArchRule nd4jStaysInItsEngine =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.longhand.engine.dl4j..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.deeplearning4j..", "org.bytedeco..")
          .because("an engine's library is nobody else's business");

  @ArchTest
  static final ArchRule apiKnowsNoOtherModule =
      noClasses()
          .that(describe("are in the module api", c -> moduleOf(c).equals("api")))
          .should()
          .dependOnClassesThat(
              describe("are in another module", c -> isOurs(c) && !moduleOf(c).equals("api")))
          .because("the other modules build on api, and are found through ServiceLoader");

  @ArchTest
  static final ArchRule internalPackagesStayInTheirModule =
      classes()
          .that(describe("are ours", ArchitectureTest::isOurs))
          .should(useNoInternalsOfAnotherModule())
          .because("what is internal may change without notice");

  @ArchTest
  static final ArchRule apiHasNoCycles =
      slices()
          .assignedFrom(new PackagesOfApi())
          .should()
          .beFreeOfCycles()
          .because("each package of api can then be understood after the ones below it");

  private static boolean isOurs(JavaClass type) {
    return isIn("dev.longhand", type);
  }

  private static String moduleOf(JavaClass type) {
    return BEYOND_API.stream().filter(root -> isIn(root, type)).findFirst().orElse("api");
  }

  private static boolean isIn(String root, JavaClass type) {
    return (type.getPackageName() + ".").startsWith(root + ".");
  }

  private static ArchCondition<JavaClass> useNoInternalsOfAnotherModule() {
    return new ArchCondition<>("use no internals of another module") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> isOurs(dependency.getTargetClass()))
            .filter(d -> (d.getTargetClass().getPackageName() + ".").contains(".internal."))
            .filter(d -> !moduleOf(d.getTargetClass()).equals(moduleOf(type)))
            .forEach(d -> events.add(SimpleConditionEvent.violated(type, d.getDescription())));
      }
    };
  }

  /** Slices {@code api} by the package below {@code dev.longhand}. */
  private static final class PackagesOfApi implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String[] names = type.getPackageName().split("\\.", -1);
      return isOurs(type) && moduleOf(type).equals("api") && names.length > 2
          ? SliceIdentifier.of(names[2])
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages of api";
    }
  }

  /** Leaves out the contract tests that {@code api} ships for the other modules. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
