package dev.seedbed.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Prints the hash of the best weights and how each trial ended, of several studies: for
/// [SameBitsTest], which compares what JVMs of different settings print.
final class Studies {
  private static final List<String> ALL =
      List.of(
          "penguins.csv --target species --hidden 37,20 --activation gelu --seeds 3 --epochs 2",
          "auto-mpg.csv --target mpg --hidden 19 --activation softplus --seeds 3 --epochs 2",
          "iris.csv --target species --hidden 37,20 --seeds 3 --epochs 3 --minibatch 7"
              + " --optimizer adamw --learning-rate 0.01 --schedule cosine --warm-up 1 --clip 0.5"
              + " --dropout 0.2",
          // One trial so large that several threads share it; two steps, as without FMA
          // instructions the JVM computes each in software.
          "iris.csv --target species --hidden 300,200 --minibatch 45 --seeds 1 --epochs 1");

  private Studies() {}

  /// The arguments are the number of threads and a folder for the runs.
  public static void main(String[] arguments) {
    for (int i = 0; i < ALL.size(); i++) {
      var command = new ArrayList<>(List.of(("train examples/" + ALL.get(i)).split(" ")));
      String run = Path.of(arguments[1], "run" + i).toString();
      command.addAll(List.of("--threads", arguments[0], "--json", "--out", run));
      String out = CommandRunner.run(command.toArray(String[]::new)).out();
      JsonNode json = JsonMapper.shared().readTree(out);
      System.out.println(json.get("weights_sha256").stringValue() + " " + json.get("trials"));
    }
  }
}
