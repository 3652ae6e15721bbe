package dev.seedbed.bench.verify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How often `verify` finds something in starts that are as they should be: torchvision's
/// classification architectures, as PyTorch draws them, against their recipes.
public final class CleanStarts {
  private static final Path HOME = Path.of(System.getProperty("seedbed.home", "."));
  private static final List<String> TYPES = List.of("F32", "F16", "BF16");

  /// What is drawn from several seeds has fewer parameters.
  private static final long SMALL = 12_000_000;

  /// What has more is left out.
  private static final long LARGEST = 400_000_000;

  private static final int USUAL_SEEDS = 38;

  /// By the beginnings of names, the first that fits; `torch` for those that set up nothing.
  private static final Map<String, String> RECIPES = new LinkedHashMap<>();

  static {
    for (String recipe :
        List.of(
            "vgg",
            "mobilenet",
            "densenet",
            "regnet",
            "mnasnet",
            "squeezenet",
            "googlenet",
            "inception",
            "efficientnet",
            "convnext",
            "swin",
            "maxvit",
            "resnet")) {
      RECIPES.put(recipe, recipe);
    }
    RECIPES.put("resnext", "resnet");
    RECIPES.put("wide_resnet", "resnet");
    RECIPES.put("vit", "torchvision-vit");
    RECIPES.put("", "torch");
  }

  private CleanStarts() {}

  /// What came of the starts of one recipe.
  private static final class Row {
    private int architectures;
    private int starts;
    private long tested;
    private long covered;
    private long parameters;
    private int alarms;
    private int rare;
    private int outlying;
    private long outliers;
  }

  /// Makes and verifies all.
  ///
  /// @param args a folder for the files, the number of seeds of small architectures, and names; all
  ///   of torchvision's if there are none
  public static void run(List<String> args) throws IOException {
    if (args.isEmpty()) {
      throw new IllegalArgumentException("name a folder for the files");
    }
    Path folder = Path.of(args.getFirst());
    int seeds = args.size() > 1 ? Integer.parseInt(args.get(1)) : USUAL_SEEDS;
    List<String> names = args.subList(Math.min(2, args.size()), args.size());
    Map<String, Row> rows = new TreeMap<>();
    Process python = python(folder.toString()).start();
    try (Writer ask = python.outputWriter();
        BufferedReader answer = python.inputReader()) {
      for (Map.Entry<String, Long> architecture : architectures().entrySet()) {
        String name = architecture.getKey();
        if (!names.isEmpty() && !names.contains(name)) {
          continue;
        }
        if (architecture.getValue() > LARGEST) {
          System.err.printf("%s: left out%n", name);
          continue;
        }
        Row row = rows.computeIfAbsent(recipe(name), _ -> new Row());
        row.architectures++;
        for (int seed = 0; seed < (architecture.getValue() < SMALL ? seeds : 1); seed++) {
          ask.write("%s %d%n".formatted(name, seed));
          ask.flush();
          if (!name.equals(answer.readLine())) {
            throw new IllegalStateException(name + " was not made");
          }
          for (String type : TYPES) {
            verify(folder.resolve(type + ".safetensors"), name, seed, row);
          }
        }
      }
      Duration used =
          python
              .toHandle()
              .info()
              .totalCpuDuration()
              .orElse(Duration.ZERO)
              .plus(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
      print(rows, used);
    } finally {
      python.destroy();
    }
  }

  private static String recipe(String name) {
    return RECIPES.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static ProcessBuilder python(String argument) {
    return new ProcessBuilder(
            "/usr/bin/python3",
            HOME.resolve("bench/src/main/python/clean_starts.py").toString(),
            argument)
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /// Their numbers of parameters.
  private static Map<String, Long> architectures() throws IOException {
    Map<String, Long> parameters = new LinkedHashMap<>();
    try (BufferedReader lines = python("--list").start().inputReader()) {
      lines
          .lines()
          .map(line -> line.split(" "))
          .forEach(words -> parameters.put(words[0], Long.valueOf(words[1])));
    }
    return parameters;
  }

  private static void verify(Path file, String name, int seed, Row row) {
    CommandRun run =
        CommandRun.run(List.of("verify", "--json", "--as", recipe(name), file.toString()));
    if (!run.errors().isEmpty()) {
      throw new IllegalStateException("%s: %s".formatted(name, run.errors()));
    }
    JsonNode found = JsonMapper.shared().readTree(run.out());
    row.starts++;
    double least = 1;
    for (JsonNode tensor : found.get("tensors")) {
      String state = tensor.get("state").stringValue();
      boolean tested = state.equals("agrees") || state.equals("differs");
      row.tested += tested ? 1 : 0;
      row.covered += tested ? elements(tensor) : 0;
      row.parameters += tested || state.equals("no-rule") ? elements(tensor) : 0;
      least = Math.min(least, tensor.path("p").asDouble(1));
    }
    List<String> alarms = new ArrayList<>();
    long outliers = 0;
    for (JsonNode finding : found.get("findings")) {
      if (isOutlier(finding)) {
        outliers += finding.get("elements").asLong();
      } else {
        alarms.add(finding.get("tensor").stringValue() + ": " + finding.get("message").asString());
      }
    }
    row.outliers += outliers;
    row.outlying += outliers > 0 ? 1 : 0;
    row.alarms += alarms.isEmpty() ? 0 : 1;
    row.rare += alarms.isEmpty() && outliers == 0 && least <= 0.01 ? 1 : 0;
    alarms.forEach(alarm -> System.err.printf("%s %d %s: %s%n", name, seed, file, alarm));
  }

  /// PyTorch's `trunc_normal_` leaves one element in 2²⁴ at its bound, ±2: a right finding.
  private static boolean isOutlier(JsonNode finding) {
    return finding.get("fault").stringValue().equals("tails")
        && finding.path("found").asDouble() == 2
        && finding.path("alone").asBoolean(false);
  }

  private static long elements(JsonNode tensor) {
    long elements = 1;
    for (JsonNode length : tensor.get("shape")) {
      elements *= length.asLong();
    }
    return elements;
  }

  private static void print(Map<String, Row> rows, Duration used) {
    System.out.println(
        """
        | `--as` | architectures | starts | tensors tested | parameters covered | false alarms | p ≤ 0.01 | starts with outliers at ±2 | outliers |
        |---|---:|---:|---:|---:|---:|---:|---:|---:|\
        """);
    var all = new Row();
    rows.forEach((recipe, row) -> {
      System.out.println(line("`" + recipe + "`", row));
      all.architectures += row.architectures;
      all.starts += row.starts;
      all.tested += row.tested;
      all.covered += row.covered;
      all.parameters += row.parameters;
      all.alarms += row.alarms;
      all.rare += row.rare;
      all.outlying += row.outlying;
      all.outliers += row.outliers;
    });
    System.out.println(line("all", all));
    System.out.printf("%n%d s of processor time%n", used.toSeconds());
  }

  private static String line(String name, Row row) {
    return "| %s | %d | %,d | %,d | %.2f %% | %d | %d | %d | %d |"
        .formatted(
            name,
            row.architectures,
            row.starts,
            row.tested,
            100.0 * row.covered / row.parameters,
            row.alarms,
            row.rare,
            row.outlying,
            row.outliers);
  }
}
