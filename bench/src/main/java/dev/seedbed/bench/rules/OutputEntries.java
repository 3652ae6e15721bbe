package dev.seedbed.bench.rules;

import dev.seedbed.bench.rules.Pictures.Numbers;
import dev.seedbed.bench.starts.Axis;
import dev.seedbed.bench.starts.Lesson;
import dev.seedbed.bench.starts.Panel;
import dev.seedbed.bench.starts.Series;
import dev.seedbed.check.Check;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.measure.Memorisation;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.kernel.Team;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.TrainingSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Rules of the loss and the outputs, and of the network and the data that it gets.
final class OutputEntries {
  /// How far inputs move along a row, either way.
  private static final double LINE = 1.5;

  private OutputEntries() {}

  static List<Entry> ofLoss() {
    return List.of(startLoss(), outputBias(), overfitting(), lossMean(), rowsInteract());
  }

  static List<Entry> ofArchitectureAndData() {
    return List.of(architecture(), inputs());
  }

  private static Entry startLoss() {
    Drawn faulty = Drawn.of("64,64,10", "relu", "normal(deviation=1)").on("digits.csv", "digit");
    Drawn sound = faulty.by("he-normal");
    var series =
        List.of(
            Lesson.of(sound.network(), sound.part()).series("he-normal"),
            Lesson.of(faulty.network(), faulty.part()).series("normal, 1"),
            chance(Math.log(10)));
    return Entry.of(
        Rule.START_LOSS,
        """
        The loss of the start is far above that of a network that knows nothing: it is sure of wrong answers, and the first epochs go
        into unlearning them. How far is too far depends on whether all layers can shrink (30 nats) or the outputs alone, as the others are
        normalised, recurrent or bounded (10; in a chain 16).
        """,
        faulty,
        Optional.of(sound),
        "The loss over 100 steps on digits: it starts near chance by he-normal, far above it in the faulty start",
        Pictures.along("loss", "step", series));
  }

  private static Series chance(double loss) {
    return Series.of(
        "chance", Series.Style.DASHED, new double[] {0, 100}, new double[] {loss, loss});
  }

  private static Entry outputBias() {
    Drawn faulty = Drawn.of("11,32,5", "glorot-uniform").on("auto-mpg.csv", "cylinders");
    Drawn sound = faulty.by("glorot-uniform+label-bias");
    int classes = 5;
    double[] shares = new double[classes];
    Targets targets = faulty.part().targets();
    for (int row = 0; row < targets.rows(); row++) {
      for (int j = 0; j < classes; j++) {
        shares[j] += 100.0 * targets.get(row, j) / targets.rows();
      }
    }
    var series =
        List.of(
            Series.layers("+label-bias", probabilities(sound, classes)),
            Series.layers("biases 0", probabilities(faulty, classes)),
            Series.of("data", Series.Style.DASHED, Series.count(1, classes), shares));
    return Entry.of(
        Rule.OUTPUT_BIAS,
        """
        Some classes are much more frequent than others, or the mean of a target is far from 0 for its spread, but output biases are
        0: training begins with learning these shares. `--data` is needed to know them.
        """,
        faulty,
        Optional.of(sound),
        "The mean probability of each class at the start beside its share in the data: equal for all with biases of 0, right with label-bias",
        Pictures.along("probability (%)", "class", Axis.linear("", 0, 60), series));
  }

  /// The mean probability that the start gives each class.
  private static double[] probabilities(Drawn network, int classes) {
    double[] logits = network.activations(1);
    int rows = logits.length / classes;
    double[] mean = new double[classes];
    for (int row = 0; row < rows; row++) {
      double[] e = new double[classes];
      for (int j = 0; j < classes; j++) {
        e[j] = StrictMath.exp(logits[row * classes + j]);
      }
      double sum = Arrays.stream(e).sum();
      for (int j = 0; j < classes; j++) {
        mean[j] += 100 * e[j] / sum / rows;
      }
    }
    return mean;
  }

  private static Entry overfitting() {
    Drawn faulty = Drawn.of("2,5*15,1", "relu", "he-uniform").learningByHeart();
    Drawn sound = new Drawn("2,32*3,1", "relu", "he-uniform", "", "", 0, 1, true);
    var series = List.of(left("2,32*3,1", sound), left("2,5*15,1", faulty));
    return Entry.of(
        Rule.OVERFITTING,
        """
        A copy cannot learn 16 rows by heart in 1,000 steps of Adam, so something between inputs and loss is broken. It is looked at
        with `--overfit` only, as it trains.
        """,
        faulty,
        Optional.of(sound),
        "What is left of the loss of 16 rows over 1,000 steps: nearly nothing of a wide network, all of a narrow and deep one",
        Pictures.along("loss that is left (%)", "step", series));
  }

  private static Series left(String name, Drawn network) {
    Dataset.Part few =
        network.part().rows(IntStream.range(0, Memorisation.ROWS).toArray(), 0, Memorisation.ROWS);
    var adam =
        new AdamW(3e-3, AdamW.DEFAULT.beta1(), AdamW.DEFAULT.beta2(), AdamW.DEFAULT.epsilon(), 0);
    TrainingSpec training =
        TrainingSpec.DEFAULT
            .withOptimizer(adam)
            .withSchedule(new Schedule.Constant())
            .withMinibatch(Memorisation.ROWS);
    double[] losses = Lesson.of(network.network(), few, training, Memorisation.STEPS).losses();
    int every = 10;
    double[] x = new double[Memorisation.STEPS / every + 1];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = every * i;
      y[i] = Math.max(0.01, 100 * losses[every * i] / losses[0]);
    }
    return Series.of(name, Series.Style.LINE, x, y);
  }

  private static Entry lossMean() {
    return Entry.of(
        Rule.LOSS_MEAN,
        """
        The loss of the same rows twice is not that of the rows once, so it is no mean over rows, and the learning rate would depend
        on the size of a batch. No network shows it: Seedbed's own losses are means. It watches our arithmetic, and a finding is a bug
        to report.
        """);
  }

  private static Entry rowsInteract() {
    return Entry.of(
        Rule.ROWS_INTERACT,
        """
        The outputs of a row change with the rows beside it, so that they leak into each other. No chain of dense layers shows it, and
        of chains with batch normalisation, whose rows belong together, it is not asked. It, too, watches our arithmetic: a finding is
        a bug to report.
        """);
  }

  private static Entry architecture() {
    Drawn faulty = Drawn.of("20,32*2,3", "identity", "glorot-uniform");
    Drawn sound = faulty.with("tanh");
    var series = List.of(output("tanh", sound), output("identity", faulty));
    return Entry.of(
        Rule.ARCHITECTURE,
        """
        A part adds nothing, or takes something away: two layers without an activation between them can do no more than one, a second
        activation cuts off what the first left, ReLU on the outputs is never negative, and normalisation takes off the bias before
        it.
        """,
        faulty,
        Optional.of(sound),
        "An output along a line through the inputs: a curve with tanh, a straight line without activations, however many layers there are",
        new Panel(
            "first output",
            Axis.linear("place on a line through the inputs", -LINE, LINE),
            Axis.linear("", -4, 4),
            series));
  }

  /// The first output as the inputs move along a row.
  private static Series output(String name, Drawn network) {
    int places = 81;
    double[] x = Series.count(0, places);
    double[] row = new double[20];
    for (int j = 0; j < row.length; j++) {
      row[j] = network.part().inputs().get(0, j);
    }
    FloatArray line = FloatArray.of(TensorShape.of(places, row.length));
    for (int i = 0; i < places; i++) {
      x[i] = LINE * (2.0 * i / (places - 1) - 1);
      for (int j = 0; j < row.length; j++) {
        line.data()[i * row.length + j] = (float) (x[i] * row[j]);
      }
    }
    Map<String, NdArray> inputs = new LinkedHashMap<>();
    network.rows().inputs().keySet().forEach(input -> inputs.put(input, line));
    float[] outputs =
        Run.forward(network.start().graph(), inputs, Team.ALONE)
            .outputs()
            .getFirst()
            .asFloats()
            .data();
    double[] y = new double[places];
    for (int i = 0; i < places; i++) {
      y[i] = outputs[3 * i];
    }
    return Series.of(name, Series.Style.LINE, x, y);
  }

  private static Entry inputs() {
    Saved faulty = Saved.of("digits").on("digits-raw.npz");
    Shown sound = new Scaled(faulty, 1 / 16f);
    return Entry.of(
        Rule.INPUTS,
        """
        Inputs are far larger than 1, for which schemes are made, or far smaller: they push the first units out of their range, or
        give hardly any signal. `--data` is needed to see it. `seedbed train` scales its inputs by itself.
        """,
        faulty,
        Optional.of(sound),
        "The activations of layer 1 on digits: spread with pixels of 0 to 1, at the ends of the range with pixels of 0 to 16",
        Pictures.histogram(
            "share of activations (%)",
            Axis.linear("activation, layer 1", -1, 1),
            List.of(
                new Numbers("pixels 0 to 1", sound.activations(0)),
                new Numbers("pixels 0 to 16", faulty.activations(0)))));
  }

  /// A chain of a file on the same rows, multiplied.
  private record Scaled(Saved saved, float factor) implements Shown {
    @Override
    public List<Finding> findings() {
      float[] x = rows().inputs().values().iterator().next().asFloats().data();
      int columns = x.length / rows().count();
      var matrix = new Matrix(rows().count(), columns);
      System.arraycopy(x, 0, matrix.data(), 0, x.length);
      long[] classes = ((LongArray) rows().targets().orElseThrow()).data();
      int[] ofRow = Arrays.stream(classes).mapToInt(Math::toIntExact).toArray();
      var part = new Dataset.Part(matrix, new Targets.Classes(10, ofRow));
      var chain = start().chain().orElseThrow();
      return Check.of(new Chain(chain.stages(), Chain.Head.SOFTMAX)).on(part).run().findings();
    }

    @Override
    public StartMeasurement measured() {
      return new Saved.Changed(start(), rows()).measured();
    }

    @Override
    public GraphStart start() {
      return saved.start();
    }

    @Override
    public GraphRows rows() {
      var rows = saved.rows();
      Map<String, NdArray> inputs = new LinkedHashMap<>();
      rows.inputs()
          .forEach((name, array) -> {
            FloatArray floats = array.asFloats();
            float[] data = floats.data().clone();
            for (int i = 0; i < data.length; i++) {
              data[i] *= factor;
            }
            inputs.put(name, new FloatArray(floats.shape(), data));
          });
      return new GraphRows(inputs, rows.targets(), true, List.of());
    }
  }
}
