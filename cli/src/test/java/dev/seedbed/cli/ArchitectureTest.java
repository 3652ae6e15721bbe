package dev.seedbed.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.seedbed.descent.Descent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The directions of modules and packages, and what people forget.
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.seedbed");

  /// The packages of core, lowest first; each may depend only on those above it in this list.
  private static final List<String> CORE =
      in(
          "dev.seedbed.",
          "jvm",
          "notation",
          "random",
          "distribution",
          "statistics",
          "elementary",
          "tensor",
          "kernel",
          "data",
          "score",
          "graph",
          "network",
          "propagation",
          "model",
          "init",
          "verify",
          "check.chain",
          "check.graph",
          "check.result",
          "check.measure",
          "check.rule",
          "check",
          "train",
          "descent",
          "study",
          "luck");

  private static final List<String> IO =
      in(
          "dev.seedbed.io",
          "",
          ".file",
          ".transfer",
          ".tensorboard",
          ".array",
          ".table",
          ".zip",
          ".pickle",
          ".weights",
          ".graph",
          ".model",
          ".network",
          ".start",
          ".check",
          ".verify",
          ".results",
          ".document",
          ".run");

  private static final List<String> REPORT = in("dev.seedbed.report", ".text", "");

  private static final List<String> CLI =
      in(
          "dev.seedbed.cli",
          ".terminal",
          ".options",
          ".live",
          ".init",
          ".check",
          ".train",
          ".doctor",
          ".command",
          "");

  private static List<String> in(String parent, String... names) {
    return Stream.of(names).map(parent::concat).toList();
  }

  static Stream<List<String>> modulesWithPackages() {
    return Stream.of(CORE, IO, REPORT, CLI);
  }

  @ParameterizedTest
  @MethodSource("modulesWithPackages")
  void packages_dependOnlyOnThoseAbove(List<String> packages) {
    for (int i = 0; i < packages.size() - 1; i++) {
      noClasses()
          .that()
          .resideInAPackage(packages.get(i))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages.subList(i + 1, packages.size()).toArray(String[]::new))
          .check(CLASSES);
    }
  }

  @Test
  void packages_allListed() {
    Set<String> packages =
        CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
    assertThat(packages)
        .containsExactlyInAnyOrderElementsOf(modulesWithPackages().flatMap(List::stream).toList());
  }

  @Test
  void core_dependsOnTheJdkAlone() {
    String[] allowed = {
      "java..",
      "jdk.incubator.vector..",
      "org.jspecify.annotations..",
      "dev.seedbed.*",
      "dev.seedbed.check.*"
    };
    String[] packages = CORE.toArray(String[]::new);
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
    String[] allowed = {
      "java..",
      "org.jspecify.annotations..",
      "dev.seedbed.random",
      "dev.seedbed.distribution",
      "dev.seedbed.statistics"
    };
    classes()
        .that()
        .resideInAPackage("dev.seedbed.statistics")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(allowed))
        .check(CLASSES);
  }

  /// Of what a study keeps: run folders point it to where it writes, models it need not know.
  @Test
  void tensorBoard_seesNoOtherKindOfFile() {
    Stream<String> allowed =
        Stream.of(
            "java..",
            "org.jspecify.annotations..",
            "dev.seedbed.io",
            "dev.seedbed.io.file",
            "dev.seedbed.io.tensorboard");
    String[] packages = Stream.concat(allowed, CORE.stream()).toArray(String[]::new);
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
        .definedBy(CORE.toArray(String[]::new))
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

  /// In packages that no module exports to all, a type is public only if another package needs it;
  /// the launcher needs [Seedbed], and benchmarks step by step need [Descent].
  @Test
  void inside_publicOnlyIfAnotherPackageNeedsIt() {
    Set<String> inside = new HashSet<>(CLI);
    inside.addAll(
        List.of(
            "dev.seedbed.jvm",
            "dev.seedbed.notation",
            "dev.seedbed.distribution",
            "dev.seedbed.luck",
            "dev.seedbed.verify",
            "dev.seedbed.elementary",
            "dev.seedbed.kernel",
            "dev.seedbed.propagation",
            "dev.seedbed.descent",
            "dev.seedbed.check.graph",
            "dev.seedbed.check.measure",
            "dev.seedbed.check.rule",
            "dev.seedbed.io.network",
            "dev.seedbed.io.file",
            "dev.seedbed.io.zip",
            "dev.seedbed.io.pickle",
            "dev.seedbed.io.weights",
            "dev.seedbed.io.results",
            "dev.seedbed.io.verify",
            "dev.seedbed.report.text",
            "dev.seedbed.io.tensorboard"));
    List<String> needless =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && inside.contains(type.getPackageName()))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            // The compiler copies constants, and leaves no trace of who uses them.
            .filter(type ->
                type.getFields().stream()
                    .noneMatch(field ->
                        field
                            .getModifiers()
                            .containsAll(Set.of(JavaModifier.PUBLIC, JavaModifier.STATIC))))
            .filter(type ->
                type.getDirectDependenciesToSelf().stream()
                    .allMatch(use -> use.getOriginClass().getPackage().equals(type.getPackage())))
            .map(JavaClass::getName)
            .filter(name -> !name.equals(Seedbed.class.getName()))
            .filter(name -> !name.equals(Descent.class.getName()))
            .toList();
    assertThat(needless).isEmpty();
  }

  @Test
  void types_haveNamesOfTheirOwn() {
    Map<String, List<String>> named =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));
    assertThat(named.values().stream().filter(types -> types.size() > 1)).isEmpty();
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
