package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What Java users see is what `public-api.txt` lists: there, a new public type is a decision.
class PublicApiTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.seedbed");

  private static final Pattern EXPORT = Pattern.compile("exports\\s+([\\w.]+)\\s*;");

  /// Public members for our own modules alone, by the type that users do not see.
  private static final Set<String> FOR_OURSELVES =
      Set.of(
          // The arithmetic of layers, and who helps with it.
          "Layer: Panels",
          "ActivationCurve: Team",
          "TrialRunner: Team",
          // Where a trial stands: users keep it, and do not look into it.
          "TrialState: Snapshot",
          // Graphs, which files are read into.
          "GraphCheck: GraphRows",
          "GraphCheck: GraphStart",
          "CoordinateCheck: GraphStart",
          "CoordinateCheck: TensorShape",
          // Documents and files behind what users call.
          "SavedCheck: CheckRows",
          "SavedCheck: GivenArrays",
          "SavedCheck: SavedNetwork",
          "RunFolder: CheckDocument",
          "RunFolder: ResultDocument",
          "RunRecord: CheckDocument",
          "RunRecord: KeptPart",
          "RunRecord: PlainFolder",
          "RunRecord: ResultDocument",
          "RunRecord: StudyDocument",
          "RunSpec: Recorded",
          "RunSpec: StudyDocument",
          "StudyReport: CheckDocument",
          "StudyReport: ResultDocument",
          "StudyReport: StudyDocument",
          "StartReport: CheckDocument",
          "LuckReport: LuckDocument",
          "DrawRule: Role",
          "Plan: WeightFile",
          "Recipe: WeightFile",
          "VerifyReport: VerifyText",
          "Planned: StoredTensor",
          "RemedyPlan: ElementSource",
          "RemedyPlan: WeightFile",
          "Units: StoredTensor",
          "Units: WeightFile",
          "Elementwise: LibraryFans");

  /// Package to its public types.
  private static Map<String, Set<String>> listed() throws IOException {
    var listed = new TreeMap<String, Set<String>>();
    try (var in =
        Objects.requireNonNull(PublicApiTest.class.getResourceAsStream("public-api.txt"))) {
      Set<String> types = new TreeSet<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("  ")) {
          types.addAll(Arrays.asList(line.strip().split(" ", -1)));
        } else if (!line.isBlank() && !line.startsWith("#")) {
          types = new TreeSet<>();
          listed.put(line.substring(line.indexOf(' ') + 1), types);
        }
      }
    }
    return listed;
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(PublicApiTest::isPublic).orElse(true);
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass base = type.getBaseComponentType();
    return base.getEnclosingClass().map(PublicApiTest::outermost).orElse(base);
  }

  @Test
  void exports_asListed() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("CHANGELOG.md"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    Set<String> exported = new TreeSet<>();
    for (String module : List.of("core", "io", "report")) {
      String source = Files.readString(root.resolve(module + "/src/main/java/module-info.java"));
      EXPORT.matcher(source).results().forEach(export -> exported.add(export.group(1)));
    }
    assertThat(exported).isEqualTo(listed().keySet());
  }

  @Test
  void publicTypes_asListed() throws IOException {
    Map<String, Set<String>> listed = listed();
    Map<String, Set<String>> found =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && isPublic(type))
            .filter(type -> listed.containsKey(type.getPackageName()))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName,
                    TreeMap::new,
                    Collectors.mapping(
                        JavaClass::getSimpleName, Collectors.toCollection(TreeSet::new))));
    assertThat(found).isEqualTo(listed);
  }

  /// A type that a signature names and nobody can import is of no use.
  @Test
  void signatures_nameWhatIsListed() throws IOException {
    Map<String, Set<String>> listed = listed();
    Set<String> unseen =
        CLASSES.stream()
            .filter(PublicApiTest::isPublic)
            .filter(type -> isListed(listed, outermost(type)))
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
            .flatMap(member ->
                involved(member)
                    .map(PublicApiTest::outermost)
                    .filter(type -> type.getName().startsWith("dev.seedbed."))
                    .filter(type -> !isListed(listed, type))
                    .map(type ->
                        outermost(member.getOwner()).getSimpleName() + ": " + type.getSimpleName()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unseen).containsExactlyInAnyOrderElementsOf(FOR_OURSELVES);
  }

  private static boolean isListed(Map<String, Set<String>> listed, JavaClass type) {
    return listed.getOrDefault(type.getPackageName(), Set.of()).contains(type.getSimpleName());
  }

  private static Stream<JavaClass> involved(JavaCodeUnit member) {
    return Stream.concat(Stream.of(member.getReturnType()), member.getParameterTypes().stream())
        .flatMap(type -> type.getAllInvolvedRawTypes().stream());
  }
}
