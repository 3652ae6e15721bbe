package dev.seedbed.io.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.data.InputException;
import dev.seedbed.io.results.ResultsSpec.Layout;
import dev.seedbed.io.results.ResultsSpec.Take;
import dev.seedbed.io.table.CsvFormat;
import dev.seedbed.luck.Direction;
import dev.seedbed.luck.Runs.Configuration;
import dev.seedbed.luck.Runs.Run;
import dev.seedbed.statistics.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResultFilesTest {
  @TempDir private Path folder = Path.of("");

  /// A table as a program exports it.
  ///
  /// @param runs each configuration with its seeds and scores, and what did not count
  record Export(
      String name, ResultsSpec spec, Layout layout, boolean seedsNamed, String runs, String csv) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static ResultsSpec metric(String name) {
    return new ResultsSpec(
        Optional.empty(),
        Optional.of(name),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Take.LAST,
        OptionalLong.empty());
  }

  private static ResultsSpec with(
      Optional<Layout> layout, Optional<Direction> direction, Take take) {
    return new ResultsSpec(
        layout,
        Optional.empty(),
        direction,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        take,
        OptionalLong.empty());
  }

  private static final ResultsSpec MAXIMIZE =
      with(Optional.empty(), Optional.of(Direction.MAXIMIZE), Take.LAST);
  private static final ResultsSpec WIDE =
      with(Optional.of(Layout.WIDE), Optional.of(Direction.MAXIMIZE), Take.LAST);
  private static final ResultsSpec ROWS =
      with(Optional.of(Layout.ROWS), Optional.empty(), Take.LAST);
  private static final ResultsSpec BEST = with(Optional.empty(), Optional.empty(), Take.BEST);

  static Stream<Export> exports() {
    return Stream.of(
        new Export(
            "Weights & Biases, table of runs",
            metric("val_acc"),
            Layout.LONG,
            true,
            "0.1: 0=0.9123 1=0.9144 unfinished 2 | 0.01: 0=0.9012 2=0.9055 diverged 1",
            """
            "Name","State","Notes","User","Tags","Created","Runtime","Sweep","config.lr","config.seed","config.output_dir","_step","_runtime","val_acc","val_loss"
            "azure-sun-12","finished","-","me","","2026-11-01T10:00:00.000Z","812","","0.1","0","out/azure-sun-12","999","812","0.9123","0.3011"
            "brave-sea-11","finished","-","me","","2026-11-01T09:00:00.000Z","813","","0.1","1","out/brave-sea-11","999","813","0.9144","0.2955"
            "calm-fog-10","crashed","-","me","","2026-11-01T08:00:00.000Z","313","","0.1","2","out/calm-fog-10","412","313","0.8101","0.5955"
            "deft-oak-9","finished","-","me","","2026-11-01T07:00:00.000Z","810","","0.01","0","out/deft-oak-9","999","810","0.9012","0.3311"
            "eager-elm-8","finished","-","me","","2026-11-01T06:00:00.000Z","811","","0.01","1","out/eager-elm-8","999","811","NaN","NaN"
            "fair-fox-7","finished","-","me","","2026-11-01T05:00:00.000Z","811","","0.01","2","out/fair-fox-7","999","811","0.9055","0.3199"
            """),
        new Export(
            "Weights & Biases, data of a chart",
            ResultsSpec.FOUND,
            Layout.CHART,
            true,
            "mlp: 0=0.69 1=0.71 | cnn: 0=0.82",
            """
            "Step","mlp-seed0 - val_acc","mlp-seed0 - val_acc__MIN","mlp-seed0 - val_acc__MAX","mlp-seed1 - val_acc","mlp-seed1 - val_acc__MIN","mlp-seed1 - val_acc__MAX","cnn-seed0 - val_acc","cnn-seed0 - val_acc__MIN","cnn-seed0 - val_acc__MAX","cnn-seed0 - _step"
            "0","0.5","0.4","0.6","0.51","0.4","0.6","0.6","0.5","0.7","0"
            "1","0.7","0.6","0.8","0.71","0.6","0.8","0.8","0.7","0.9","1"
            "2","0.69","0.6","0.8","","","","0.82","0.7","0.9","2"
            """),
        new Export(
            "Weights & Biases, a chart's best values",
            BEST,
            Layout.CHART,
            false,
            ": azure-sun-12=0.7 brave-sea-11=0.71",
            """
            "Step","azure-sun-12 - val_acc","azure-sun-12 - val_acc__MIN","azure-sun-12 - val_acc__MAX","brave-sea-11 - val_acc"
            "0","0.7","0.7","0.7","0.51"
            "1","0.6","0.6","0.6","0.71"
            """),
        new Export(
            "MLflow, table of runs",
            ResultsSpec.FOUND,
            Layout.LONG,
            true,
            "mlp: 0=0.4123 1=0.4223 | cnn: 0=0.3123 unfinished 1",
            """
            Start Time,Duration,Run ID,Name,Source Type,Source Name,User,Status,model,seed,val_loss
            2026-11-01 10:00:00,1.2min,0a1b2c3d4e5f,sassy-cat-1,LOCAL,train.py,me,FINISHED,mlp,0,0.4123
            2026-11-01 10:02:00,1.2min,1a1b2c3d4e5f,sassy-cat-2,LOCAL,train.py,me,FINISHED,mlp,1,0.4223
            2026-11-01 10:04:00,1.2min,2a1b2c3d4e5f,sassy-cat-3,LOCAL,train.py,me,FINISHED,cnn,0,0.3123
            2026-11-01 10:06:00,1.2min,3a1b2c3d4e5f,sassy-cat-4,LOCAL,train.py,me,FAILED,cnn,1,
            """),
        new Export(
            "MLflow, search_runs",
            metric("val_loss"),
            Layout.LONG,
            true,
            "mlp: 0=0.4123 1=0.4223 | cnn: 0=0.3123 1=0.3323",
            """
            run_id,experiment_id,status,artifact_uri,start_time,end_time,metrics.val_loss,metrics.train_loss,params.seed,params.model,tags.mlflow.user,tags.mlflow.runName
            0a1b,1,FINISHED,file:///m/0a1b,2026-11-01 10:00:00.123000+00:00,2026-11-01 10:01:00.123000+00:00,0.4123,0.31,0,mlp,me,sassy-cat-1
            1a1b,1,FINISHED,file:///m/1a1b,2026-11-01 10:02:00.123000+00:00,2026-11-01 10:03:00.123000+00:00,0.4223,0.32,1,mlp,me,sassy-cat-2
            2a1b,1,FINISHED,file:///m/2a1b,2026-11-01 10:04:00.123000+00:00,2026-11-01 10:05:00.123000+00:00,0.3123,0.22,0,cnn,me,sassy-cat-3
            3a1b,1,FINISHED,file:///m/3a1b,2026-11-01 10:06:00.123000+00:00,2026-11-01 10:07:00.123000+00:00,0.3323,0.23,1,cnn,me,sassy-cat-4
            """),
        new Export(
            "Lightning, metrics.csv of one run",
            metric("val_loss"),
            Layout.LONG,
            false,
            ": 1=0.52",
            """
            epoch,lr-SGD,step,train_loss,val_acc,val_loss
            0,0.1,49,0.9,,
            0,,59,,0.7,0.6
            1,0.1,99,0.7,,
            1,,119,,0.8,0.5
            2,0.1,149,0.6,,
            2,,179,,0.79,0.52
            """),
        new Export(
            "TensorBoard, hyperparameters",
            metric("accuracy"),
            Layout.LONG,
            true,
            "16: 0=0.91 1=0.93 | 32: 0=0.94 1=0.92",
            """
            trial_id,session_group_name,hparams/seed,hparams/num_units,accuracy,epoch_loss
            1,run-0,0,16,0.91,0.3
            2,run-1,1,16,0.93,0.4
            3,run-2,0,32,0.94,0.2
            4,run-3,1,32,0.92,0.1
            """),
        new Export(
            "a plain table",
            ResultsSpec.FOUND,
            Layout.LONG,
            true,
            "a: 1=0.5 2=0.6 | b: 1=0.7 2=0.8",
            """
            config,seed,accuracy
            a,1,0.5
            a,2,0.6
            b,1,0.7
            b,2,0.8
            """),
        new Export(
            "one seed for all",
            ResultsSpec.FOUND,
            Layout.LONG,
            true,
            "he: 0=0.5 | glorot: 0=0.7",
            """
            init,seed,f1
            he,0,0.5
            glorot,0,0.7
            """),
        new Export(
            "two settings, and seeds as pandas writes them",
            ResultsSpec.FOUND,
            Layout.LONG,
            true,
            "model=a, lr=0.1: 1=1 2=2 | model=a, lr=0.2: 1=3 2=4 | model=b, lr=0.1: 1=5 2=6 | model=b, lr=0.2: 1=7 diverged 4294967297",
            """
            ,model,lr,random_seed,perplexity
            0,a,0.1,1.0,1
            1,a,0.1,2.0,2
            2,a,0.2,1.0,3
            3,a,0.2,2.0,4
            4,b,0.1,1.0,5
            5,b,0.1,2.0,6
            6,b,0.2,1.0,7
            7,b,0.2,4294967297,inf
            """),
        new Export(
            "steps with seeds and no names",
            ResultsSpec.FOUND,
            Layout.LONG,
            true,
            ": 0=0.6 1=0.7",
            """
            seed,epoch,val_accuracy
            0,0,0.5
            0,1,0.6
            1,0,0.4
            1,1,0.7
            """),
        new Export(
            "the best of these",
            BEST,
            Layout.LONG,
            true,
            ": 0=0.3 1=0.2",
            """
            seed,epoch,val_loss
            0,0,0.3
            0,1,0.6
            1,0,0.2
            1,1,nan
            """),
        new Export(
            "a run a row, without seeds",
            ResultsSpec.FOUND,
            Layout.LONG,
            false,
            "a: 1=0.5 2=0.6 | b: 3=0.7 4=0.8",
            """
            model,acc
            a,0.5
            a,0.6
            b,0.7
            b,0.8
            """),
        new Export(
            "a run's number is no seed",
            ResultsSpec.FOUND,
            Layout.LONG,
            false,
            "a: 0=0.5 1=0.6 | b: 0=0.7 1=0.8",
            """
            model,run,acc
            a,0,0.5
            a,1,0.6
            b,0,0.7
            b,1,0.8
            """),
        new Export(
            "names that say seeds",
            ResultsSpec.FOUND,
            Layout.LONG,
            true,
            "mlp_adam: 3=0.5 4=0.6 | mlp_sgd: 3=0.7 4=0.8",
            """
            run_name,acc
            mlp_seed3_adam,0.5
            mlp_seed4_adam,0.6
            mlp_seed3_sgd,0.7
            mlp_seed4_sgd,0.8
            """),
        new Export(
            "tasks",
            ResultsSpec.FOUND,
            Layout.LONG,
            true,
            "a: 0=15 1=30 empty 2 | b: 0=45",
            """
            algorithm;env;seed;return
            a;pong;0;10
            a;pong;1;20
            a;qbert;0;20
            a;qbert;1;40
            a;pong;2;5
            b;pong;0;40
            b;qbert;0;50
            """),
        new Export(
            "a sheet, a column a seed, with decimal commas and a mean",
            MAXIMIZE,
            Layout.WIDE,
            true,
            "A: 1=0.91 2=0.92 3=0.9 | B: 1=0.93 2=0.92",
            """
            ;1;2;3;mean
            A;0,91;0,92;0,90;0,91
            B;0,93;0,92;;0,925
            """),
        new Export(
            "a sheet of percentages with several settings",
            MAXIMIZE,
            Layout.WIDE,
            true,
            "model=A, lr=0.1: 1=0.91 2=0.92 | model=B, lr=0.2: 1=0.5 diverged 2",
            """
            model,lr,seed_1,seed_2
            A,0.1,91 %,92 %
            B,0.2,50 %,nan
            """),
        new Export(
            "a sheet with one row",
            MAXIMIZE,
            Layout.WIDE,
            true,
            ": 1=0.91 2=0.92",
            """
            seed 1,seed 2
            0.91,0.92
            """),
        new Export(
            "a sheet, a row a seed",
            WIDE,
            Layout.WIDE,
            true,
            "he: 7=0.5 8=0.6 | glorot: 7=0.7 8=0.8",
            """
            seed,he,glorot
            7,0.5,0.7
            8,0.6,0.8
            """),
        new Export(
            "a sheet, a row a run",
            WIDE,
            Layout.WIDE,
            true,
            "he: 1=0.5 2=0.6 | glorot: 1=0.7 2=0.8",
            """
            he,glorot
            0.5,0.7
            0.6,0.8
            """),
        new Export(
            "rows of hits",
            ROWS,
            Layout.ROWS,
            true,
            "small: 0=0.5 1=0.75 | large: 0=1",
            """
            example,label,small/0,small/seed_1,large/0
            0,cat,1,1,True
            1,dog,0,1,True
            2,cat,1,1,True
            3,dog,0,0,True
            """),
        new Export(
            "rows of losses",
            ROWS,
            Layout.ROWS,
            true,
            ": 1=0.25 2=0.5 diverged 3",
            """
            1,2,3
            0.125,0.6,0.1
            0.375,0.4,nan
            """));
  }

  private Results read(String csv, ResultsSpec spec) throws IOException {
    Path file = folder.resolve("results.csv");
    Files.writeString(file, csv);
    return ResultFiles.read(List.of(file), CsvFormat.FOUND, Set.of(), spec);
  }

  /// As the table of exports writes it.
  private static String words(Results results) {
    return results.runs().configurations().stream()
        .map(ResultFilesTest::words)
        .collect(Collectors.joining(" | "));
  }

  private static String words(Configuration one) {
    List<String> words = new ArrayList<>();
    one.runs().forEach(run -> words.add(run.seed() + "=" + plain(run.score())));
    one.diverged().forEach(seed -> words.add("diverged " + seed));
    one.unfinished().forEach(seed -> words.add("unfinished " + seed));
    one.empty().forEach(seed -> words.add("empty " + seed));
    return one.name() + ": " + String.join(" ", words);
  }

  private static String plain(double score) {
    return score == Math.rint(score) ? Long.toString((long) score) : Double.toString(score);
  }

  @ParameterizedTest
  @MethodSource("exports")
  void read_export_runsOfEachConfiguration(Export export) throws IOException {
    Results results = read(export.csv(), export.spec());
    assertThat(words(results)).isEqualTo(export.runs());
    assertThat(results.layout()).isEqualTo(export.layout());
    assertThat(results.runs().seedsNamed()).isEqualTo(export.seedsNamed());
  }

  /// All digits that are written count, beyond those of a 32-bit float.
  @Test
  void read_manyDigits_allCount() throws IOException {
    Results results =
        read("seed,loss\n16777217,0.912345678901234\n16777216,12345.6789012\n", ResultsSpec.FOUND);
    assertThat(results.runs().configurations().getFirst().runs().stream().map(Run::score))
        .containsExactly(0.912345678901234, 12345.6789012);
    assertThat(results.runs().configurations().getFirst().runs().stream().map(Run::seed))
        .containsExactly("16777217", "16777216");
  }

  @Test
  void read_fileARun_labelledByWhatDiffers() throws IOException {
    List<Path> files = new ArrayList<>();
    for (int version = 0; version < 3; version++) {
      Path file = folder.resolve("logs/version_" + version + "/metrics.csv");
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          "epoch,lr-SGD,step,train_loss,val_acc\n0,0.1,49,0.9,\n0,,59,,0.7%d\n1,0.1,99,0.7,\n1,,119,,0.8%d\n"
              .formatted(version, version));
      files.add(file);
    }
    Results results = ResultFiles.read(files, CsvFormat.FOUND, Set.of(), metric("val_acc"));
    assertThat(words(results)).isEqualTo(": version_0=0.8 version_1=0.81 version_2=0.82");
    assertThat(results.step()).contains("step");
    assertThat(results.notes()).containsExactly(LongReader.NO_SEEDS);
  }

  @Test
  void read_fileAConfiguration_seedsPaired() throws IOException {
    Path a = folder.resolve("a.csv");
    Path b = folder.resolve("b.csv");
    Files.writeString(a, "seed,acc\n1,0.5\n2,0.6\n");
    Files.writeString(b, "seed,acc\n1,0.7\n2,0.8\n");
    Results results = ResultFiles.read(List.of(a, b), CsvFormat.FOUND, Set.of(), ResultsSpec.FOUND);
    assertThat(words(results)).isEqualTo("a: 1=0.5 2=0.6 | b: 1=0.7 2=0.8");
    assertThat(results.runs().seedsNamed()).isTrue();
  }

  @Test
  void read_tasks_scoresOfEach() throws IOException {
    Results results =
        read("algorithm,env,seed,return\na,pong,0,10\na,qbert,0,20\n", ResultsSpec.FOUND);
    assertThat(results.runs().tasks()).containsExactly("pong", "qbert");
    assertThat(results.runs().configurations().getFirst().runs().getFirst().ofTasks())
        .containsExactly(10, 20);
  }

  @Test
  void read_rowsEvaluated_hitsOfAccuracies() throws IOException {
    ResultsSpec spec =
        new ResultsSpec(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Take.LAST,
            OptionalLong.of(500));
    assertThat(read("seed,acc\n1,91.5\n2,92\n", spec).runs().hits().orElseThrow().whole())
        .isEqualTo(100);
    assertThat(read("seed,error\n1,0.08\n2,0.09\n", spec).runs().hits().orElseThrow().whole())
        .isEqualTo(1);
    for (String other : List.of("f1", "val_loss", "mean_squared_error")) {
      assertThatThrownBy(() -> read("seed," + other + "\n1,0.5\n2,0.4\n", spec))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("accuracies and error rates only, and '" + other + "' is none");
    }
    assertThatThrownBy(() -> read("seed,acc\n1,-0.5\n2,0.4\n", spec))
        .hasMessageContaining("is none (-0.5 to 0.4)");
  }

  @Test
  void range_byMetric() throws IOException {
    assertThat(read("seed,acc\n1,0.5\n2,0.6\n", ResultsSpec.FOUND).runs().range())
        .isEqualTo(new Interval(0, 1));
    assertThat(read("seed,acc\n1,50\n2,60\n", ResultsSpec.FOUND).runs().range())
        .isEqualTo(new Interval(0, 100));
    assertThat(read("seed,loss\n1,0.5\n2,0.6\n", ResultsSpec.FOUND).runs().range())
        .isEqualTo(new Interval(0, Double.POSITIVE_INFINITY));
    assertThat(read("seed,elbo\n1,-5\n2,0.6\n", ResultsSpec.FOUND).runs().range())
        .isEqualTo(new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    assertThat(read("seed,r2\n1,-0.5\n2,0.6\n", ResultsSpec.FOUND).runs().range())
        .isEqualTo(new Interval(Double.NEGATIVE_INFINITY, 1));
  }

  /// A table that cannot be read as results, and the one line that says why.
  record Bad(
      String name,
      ResultsSpec spec,
      String csv,
      String message,
      Optional<InputException.Hint> hint) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Optional<InputException.Hint> part(InputException.Part part) {
    return Optional.of(new InputException.Hint.NamePart(part));
  }

  static Stream<Bad> badTables() {
    return Stream.of(
        new Bad(
            "several metrics",
            ResultsSpec.FOUND,
            "seed,val_acc,val_loss\n1,0.5,0.6\n2,0.6,0.4\n",
            "has several columns that may be the metric: 'val_acc', 'val_loss'",
            part(InputException.Part.METRIC)),
        new Bad(
            "no metric",
            ResultsSpec.FOUND,
            "seed,model\n1,a\n2,b\n",
            "has no column of numbers for the metric, beside seeds and settings: there are 'seed', 'model'",
            part(InputException.Part.METRIC)),
        new Bad(
            "a metric that there is not",
            metric("val_los"),
            "seed,val_acc,val_loss\n1,0.5,0.6\n2,0.6,0.4\n",
            "has no column 'val_los': did you mean 'val_loss'?",
            Optional.empty()),
        new Bad(
            "nobody knows which is better",
            ResultsSpec.FOUND,
            "seed,value\n1,0.5\n2,0.6\n",
            "is a high 'value' better, or a low one?",
            Optional.of(new InputException.Hint.NameDirection())),
        new Bad(
            "two runs of one seed",
            ResultsSpec.FOUND,
            "seed,acc\n1,0.5\n1,0.6\n",
            "has several runs of seed '1'",
            part(InputException.Part.CONFIGURATION)),
        new Bad(
            "two runs of one seed, with names",
            ResultsSpec.FOUND,
            "Name,seed,acc\nx,1,0.5\ny,1,0.6\n",
            "has several runs of seed '1'",
            part(InputException.Part.CONFIGURATION)),
        new Bad(
            "two scores at one step",
            ResultsSpec.FOUND,
            "seed,step,acc\n1,0,0.5\n1,1,0.6\n1,1,0.7\n",
            "has several scores at step 1 of seed '1'",
            part(InputException.Part.CONFIGURATION)),
        new Bad(
            "steps of several runs without seeds",
            ResultsSpec.FOUND,
            "step,acc\n0,0.5\n1,0.6\n2,0.6\n0,0.7\n1,0.7\n2,0.7\n",
            "has several scores at step 0, and no column of seeds",
            part(InputException.Part.SEED)),
        new Bad(
            "two kinds of seeds",
            ResultsSpec.FOUND,
            "init_seed,model_seed,acc\n1,4,0.5\n2,3,0.6\n",
            "has several columns of seeds: 'init_seed', 'model_seed'",
            part(InputException.Part.SEED)),
        new Bad(
            "a row without a seed",
            ResultsSpec.FOUND,
            "seed,acc\n1,0.5\n,0.6\n",
            "row 2 has no 'seed': fill it in, or leave the row out",
            Optional.empty()),
        new Bad(
            "a score that is a text",
            metric("acc"),
            "seed,acc\n1,0.5\n2,good\n3,0.6\n",
            "row 2, column 'acc': 'good' is not a number; correct it or leave it empty",
            Optional.empty()),
        new Bad(
            "all diverged",
            metric("loss"),
            "seed,loss\n1,nan\n2,inf\n",
            "has no run with a score",
            Optional.empty()),
        new Bad(
            "nothing but 0 and 1",
            ResultsSpec.FOUND,
            "1,2,3\n0,1,1\n1,1,0\n",
            "holds nothing but 0 and 1",
            Optional.of(new InputException.Hint.NameRows())),
        new Bad(
            "columns of configurations and seeds",
            ResultsSpec.FOUND,
            "a/1,a/2,b/1\n0.3,1,1\n1,1,0\n",
            "has columns called CONFIGURATION/SEED",
            Optional.of(new InputException.Hint.NameRows())),
        new Bad(
            "a row of the evaluation with a gap",
            ROWS,
            "s1,s2\n0,1\n,1\n",
            "row 2, column 's1' is empty: every run needs a number for every row",
            Optional.empty()),
        new Bad(
            "a first line that may be anything",
            ROWS,
            "0.5,0.6\n0.7,0.8\n",
            "the first line may be names of columns, or data",
            Optional.of(new InputException.Hint.NameHeader())),
        new Bad(
            "a seed of a sheet that is a text",
            MAXIMIZE,
            "model,seed 1,seed 2\na,0.5,0.6\nb,0.5,soon\n",
            "row 2, column 'seed 2': 'soon' is not a number; correct it or leave it empty",
            Optional.empty()),
        new Bad(
            "no runs",
            ROWS,
            "name,label\nx,cat\ny,dog\n",
            "has no column of numbers: each run needs one, called by its seed",
            Optional.empty()),
        new Bad(
            "a sheet with two equal rows",
            MAXIMIZE,
            "model,1,2\na,0.5,0.6\na,0.5,0.6\n",
            "has several runs of seed '1' of 'a'",
            part(InputException.Part.CONFIGURATION)),
        new Bad(
            "two metrics in a chart",
            ResultsSpec.FOUND,
            "Step,a - acc,a - loss\n0,1,2\n",
            "has several metrics: 'acc', 'loss'",
            part(InputException.Part.METRIC)));
  }

  @ParameterizedTest
  @MethodSource("badTables")
  void read_badTable_oneLine(Bad bad) {
    assertThatThrownBy(() -> read(bad.csv(), bad.spec()))
        .isInstanceOfSatisfying(
            InputException.class,
            e -> {
              assertThat(e).hasMessageContaining(bad.message());
              assertThat(e.getMessage()).doesNotContain("\n");
              assertThat(e.hint()).isEqualTo(bad.hint());
            });
  }

  @Test
  void scores_closeToTheFloat_stayAsWritten() throws IOException {
    Results results = read("seed,acc\n1,\"91,25 %\"\n2,\"92,5 %\"\n", ResultsSpec.FOUND);
    assertThat(results.runs().configurations().getFirst().runs().getFirst().score())
        .isCloseTo(0.9125, within(1e-15));
  }
}
