package dev.prunella.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import com.tngtech.archunit.lang.ArchRule;
import dev.prunella.diagnose.PlantedArrowAgainstTheLoop;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Which package may know which. Plain tests, not {@code @ArchTest} fields: a test runner that does
 * not know those fields skips them without a word.
 */
class ArchitectureTest {

  /** One row: a package under {@code dev.prunella}, all that it may know of the others, and why. */
  private record Row(String name, String mayKnow, String because) {}

  private static final String CORE =
      "monitor detect drift diagnose guard learn decide explain heal";

  private static final List<Row> TABLE =
      List.of(
          new Row("schemas", "", "a consumer of a topic needs the schemas alone"),
          new Row(
              "registry",
              "schemas settings",
              "whoever reads a topic needs codecs as the connection says"),
          // core, in the order of the loop: a step may know those before it, never those after
          new Row("monitor", "schemas", "an adapter translates foreign bytes and judges nothing"),
          new Row("detect", "schemas", "a detector sees the telemetry of one stage, no more"),
          new Row("drift", "schemas", "drift sees the versions of one subject, no more"),
          new Row(
              "diagnose",
              "schemas monitor detect drift",
              "a diagnosis must not depend on what will be done about it"),
          new Row(
              "guard",
              "schemas monitor detect drift diagnose",
              "what no policy may pass must not know any policy"),
          new Row(
              "learn",
              "schemas monitor detect drift diagnose guard",
              "a policy is asked and taught; it does not drive the loop"),
          new Row(
              "decide",
              "schemas monitor detect drift diagnose guard learn",
              "a decision asks the policy within the guardrails; who acts on it is not its affair"),
          new Row(
              "explain",
              "schemas monitor detect drift diagnose guard learn decide",
              "words describe the loop and never drive it"),
          new Row("heal", "schemas " + CORE, "the one place that knows every step of the loop"),
          // around it
          new Row("settings", "schemas", "a file is read and checked alike for whoever needs it"),
          new Row(
              "plant",
              "schemas settings registry " + CORE,
              "the simulator drives core as Flink does"),
          new Row(
              "executor", "schemas settings registry " + CORE, "an executor runs without Flink"),
          new Row(
              "job",
              "schemas settings registry " + CORE,
              "the job is submitted without the command line"),
          new Row(
              "app",
              "schemas settings registry plant executor job " + CORE,
              "the command line starts them all"));

  private static final JavaClasses PRODUCTION =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.prunella");

  private static final Map<String, ArchRule> ARROWS =
      TABLE.stream().collect(toMap(Row::name, ArchitectureTest::arrow));

  @TestFactory
  Stream<DynamicTest> packagesKnowOnlyWhatTheTableSays() {
    return TABLE.stream()
        .map(row -> dynamicTest(row.name(), () -> ARROWS.get(row.name()).check(PRODUCTION)));
  }

  @Test
  void everyPackageHasARow() {
    classes()
        .that()
        .resideInAPackage("dev.prunella..")
        .should()
        .resideInAnyPackage(packages(TABLE.stream().map(Row::name)))
        .because("a package that the table does not name escapes every rule")
        .check(PRODUCTION);
  }

  @Test
  void coreHasNoEngineNoBrokerAndNoHttp() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(Stream.of(CORE.split(" "))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.flink..", "org.apache.kafka..", "java.net.http..", "com.sun.net..")
        .because("core takes events and gives effects, alike in Flink, simulator and unit test")
        .allowEmptyShould(true)
        .check(PRODUCTION);
  }

  @Test
  void theCheckerOfChaosSharesNoCodeWithWhatItJudges() {
    classes()
        .that()
        .resideInAPackage("dev.prunella.app.chaos.check..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.prunella..")
                .or(resideInAnyPackage(packages(Stream.of("app.chaos.check", "schemas", "plant")))))
        .because("whether something was lost must not be told by the code that may have lost it")
        .check(PRODUCTION);
  }

  @Test
  void theEvaluationSharesNoCodeWithTheGuardrails() {
    noClasses()
        .that()
        .resideInAPackage("dev.prunella.plant.evaluate..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.prunella.guard..")
        .because("whether a guardrail was passed must not be told by the guardrail")
        .check(PRODUCTION);
  }

  @Test
  void anArrowAgainstTheLoopIsReported() {
    JavaClasses planted = new ClassFileImporter().importClasses(PlantedArrowAgainstTheLoop.class);

    assertTrue(ARROWS.get("diagnose").evaluate(planted).hasViolation());
  }

  @Test
  void rulesSeeTheProductionClasses() {
    assertFalse(PRODUCTION.isEmpty(), "rules over no classes always hold");
  }

  private static ArchRule arrow(Row row) {
    Stream<String> known =
        Stream.concat(Stream.of(row.name()), Stream.of(row.mayKnow().split(" ")));
    return classes()
        .that()
        .resideInAPackage("dev.prunella." + row.name() + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("dev.prunella..").or(resideInAnyPackage(packages(known))))
        .because(row.because())
        // Rows stand before the first class of their package does.
        .allowEmptyShould(true);
  }

  private static String[] packages(Stream<String> names) {
    return names
        .filter(name -> !name.isEmpty())
        .map(name -> "dev.prunella." + name + "..")
        .toArray(String[]::new);
  }
}
