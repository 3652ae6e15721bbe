package dev.seedbed.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The directions of modules and packages, and what people forget.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.seedbed");

  /// The packages of core; each may depend only on those above it.
  private static final List<String> CORE =
      List.of(
          "random",
          "statistics",
          "elementary",
          "tensor",
          "kernel",
          "data",
          "network",
          "init",
          "check",
          "train",
          "study");

  private static String core(String name) {
    return "dev.seedbed." + name;
  }

  @Test
  void core_packages_dependOnlyOnThoseAbove() {
    for (int i = 0; i < CORE.size(); i++) {
      String[] below =
          CORE.subList(i + 1, CORE.size()).stream()
              .map(ArchitectureTest::core)
              .toArray(String[]::new);
      if (below.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(core(CORE.get(i)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(below)
            .check(CLASSES);
      }
    }
  }

  @Test
  void core_dependsOnTheJdkAlone() {
    String[] allowed = {
      "java..", "jdk.incubator.vector..", "org.jspecify.annotations..", "dev.seedbed.*"
    };
    String[] packages = CORE.stream().map(ArchitectureTest::core).toArray(String[]::new);
    classes()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed))
        .check(CLASSES);
  }

  /// Numbers in, numbers out.
  @Test
  void statistics_areOfNumbersAlone() {
    String[] allowed = {"java..", "org.jspecify.annotations..", core("random"), core("statistics")};
    classes()
        .that()
        .resideInAPackage(core("statistics"))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed))
        .check(CLASSES);
  }

  /// Of what a study keeps: run folders point it to where it writes, models it need not know.
  @Test
  void tensorBoard_seesNoOtherKindOfFile() {
    Stream<String> allowed =
        Stream.of(
            "java..", "org.jspecify.annotations..", "dev.seedbed.io", "dev.seedbed.io.tensorboard");
    String[] packages =
        Stream.concat(allowed, CORE.stream().map(ArchitectureTest::core)).toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("dev.seedbed.io.tensorboard")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(packages))
        .check(CLASSES);
  }

  @Test
  void modules_dependInOneDirection() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("core")
        .definedBy(CORE.stream().map(ArchitectureTest::core).toArray(String[]::new))
        .layer("io")
        .definedBy("dev.seedbed.io..")
        .layer("report")
        .definedBy("dev.seedbed.report..")
        .layer("cli")
        .definedBy("dev.seedbed.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("io")
        .mayOnlyBeAccessedByLayers("report", "cli")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("cli")
        .check(CLASSES);
  }

  @Test
  void types_areInterfacesOrFinal() {
    classes()
        .that()
        .areNotInterfaces()
        .and()
        .areNotEnums()
        .and()
        .areNotAnonymousClasses()
        .and()
        .doNotHaveSimpleName("package-info")
        .should()
        .haveModifier(JavaModifier.FINAL)
        .check(CLASSES);
  }

  /// `Math.exp` and its kind may differ from machine to machine in the last bit.
  private static ArchRule exactFunctionsOnly() {
    Set<String> inexact =
        Set.of(
            "exp", "expm1", "log", "log10", "log1p", "pow", "sin", "cos", "tan", "asin", "acos",
            "atan", "atan2", "sinh", "cosh", "tanh", "cbrt", "hypot");
    return noClasses()
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "a function of Math that is not exactly rounded",
                (JavaCall<?> call) ->
                    call.getTargetOwner().isEquivalentTo(Math.class)
                        && inexact.contains(call.getName())));
  }

  @Test
  void math_inexactFunctions_notUsed() {
    exactFunctionsOnly().check(CLASSES);
    assertThat(Planted.one()).isEqualTo(1);
    JavaClasses planted = new ClassFileImporter().importClasses(Planted.class);
    assertThatThrownBy(() -> exactFunctionsOnly().check(planted))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Planted");
  }

  /// Breaks the rule, to show that the rule can fail.
  private static final class Planted {
    static double one() {
      return Math.exp(0);
    }
  }
}
