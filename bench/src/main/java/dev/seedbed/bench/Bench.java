package dev.seedbed.bench;

import dev.seedbed.bench.check.CheckBench;
import dev.seedbed.bench.check.graph.GraphCheckBench;
import dev.seedbed.bench.check.graph.TransformerGrid;
import dev.seedbed.bench.fuzz.Fuzzing;
import dev.seedbed.bench.graph.ArchitectureBench;
import dev.seedbed.bench.graph.GraphBench;
import dev.seedbed.bench.rules.RulesPage;
import dev.seedbed.bench.starts.Starts;
import dev.seedbed.bench.study.EnsembleExperiment;
import dev.seedbed.bench.study.HalvingExperiment;
import dev.seedbed.bench.study.LuckExperiment;
import dev.seedbed.bench.table.TableBench;
import dev.seedbed.bench.train.RaceBench;
import dev.seedbed.bench.train.TrainBench;
import dev.seedbed.bench.verify.CleanStarts;
import dev.seedbed.bench.verify.VerifyPage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.Main;

/// What `./seedbed-bench` starts.
public final class Bench {
  private static final String USAGE =
      """
      Usage: seedbed-bench COMMAND
        init            initialising a large tensor: Seedbed, DJL on PyTorch, the JDK; a minute or two
        train [NETWORK] a step of training: Seedbed, DJL on PyTorch, Smile, OpenBLAS; three minutes for all
        race            64 seeds of digits beside DJL on PyTorch training two, and 8 or 64 in one graph; memory of
                          1,000 trials; five minutes
        halving         what stopping trials early saves and loses, on digits; four minutes
        luck            whether the share of a lead that is called real lasts on new rows; two minutes
        ensemble        whether 8 networks together are better on new rows than the best alone; two minutes
        starts          what starts do to networks: writes docs/starts.md and its figures; five minutes
        rules           a network and a picture for each rule of `check`: writes the end of docs/check.md; a minute
        verify          starts that went wrong, rebuilt: writes the end of docs/verify.md and examples/verify; a minute
        verify-clean FOLDER [SEEDS [NAME...]]
                        clean starts of torchvision's architectures, made in FOLDER one at a time: how often does
                        `verify` find something? Half an hour
        check [SEEDS]   faulty and healthy starts: who tells them apart, `check` or published tools; a few minutes
        check tuning|held-out [SEEDS]
                        the same of the starts that rules may be adjusted on, or of the others
        check label     trains the starts that have no label yet, to see which are faulty; half an hour for all
        graph-check tuning|held-out
                        the same of starts of networks that are no chains; names only of the first; a few minutes
        graph-check label [FAMILY]
                        trains those that have no label yet: hours; may be stopped and taken up again
        transformer-grid
                        does what is measured of transformers' starts foretell what training comes to? ten minutes
        graph FOLDER    ONNX networks forward and backward, beside traces of them in DJL on PyTorch;
                        bench/src/main/python/architectures.py makes both
        architectures FOLDER [NAME...]
                        torchvision's architectures, exported to FOLDER one at a time: do they run, and agree
                        with ONNX Runtime? Writes docs/operators.md; an hour for all
        table           reading CSV: Seedbed, FastCSV alone; half a minute
        spark           studies and draws by one and two workers of Spark, and by threads; half an hour
        fuzz FORMAT [SECONDS]
                        files bred to break a reader, by Jazzer; ends at the first find; a minute, or as long as said.
                        Formats: csv, parquet, onnx, safetensors ...; fuzz alone names all
        jmh [ARG...]    JMH benchmarks, by pattern: jmh DrawBenchmark.normal; jmh -h lists JMH's options
      """;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    switch (args.length == 0 ? "--help" : args[0]) {
      case "init" -> InitBench.run();
      case "train" -> TrainBench.run(args.length > 1 ? args[1] : "");
      case "race" -> RaceBench.run();
      case "halving" -> HalvingExperiment.run();
      case "luck" -> LuckExperiment.run();
      case "ensemble" -> EnsembleExperiment.run();
      case "starts" -> Starts.run();
      case "rules" -> RulesPage.run();
      case "verify" -> VerifyPage.run();
      case "verify-clean" -> CleanStarts.run(List.of(args).subList(1, args.length));
      case "check" -> CheckBench.run(List.of(args).subList(1, args.length));
      case "graph-check" -> GraphCheckBench.run(List.of(args).subList(1, args.length));
      case "transformer-grid" -> TransformerGrid.run();
      case "graph" -> GraphBench.run(Path.of(args[1]));
      case "architectures" -> ArchitectureBench.run(List.of(args).subList(1, args.length));
      case "table" -> TableBench.run();
      case "fuzz" -> Fuzzing.run(List.of(args).subList(1, args.length));
      case "jmh" -> Main.main(Arrays.copyOfRange(args, 1, args.length));
      case "-h", "--help", "help" -> System.out.print(USAGE);
      default -> {
        System.err.printf("seedbed-bench: no such command: %s%n%s", args[0], USAGE);
        System.exit(2);
      }
    }
  }
}
