package dev.longhand.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.longhand.server", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule READING_KNOWS_NO_HTTP =
      noClasses()
          .that()
          .resideInAPackage("dev.longhand.server.reading")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "io.quarkus..", "io.vertx..", "io.netty..");

  @ArchTest
  static final ArchRule THE_SERVER_KNOWS_NO_ENGINE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "ai..",
              "org.nd4j..",
              "org.deeplearning4j..",
              "dev.longhand.character..",
              "dev.longhand.sequence..",
              "dev.longhand.engine.djl..",
              "dev.longhand.engine.dl4j..");
}
