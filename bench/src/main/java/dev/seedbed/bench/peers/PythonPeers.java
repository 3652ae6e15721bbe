package dev.seedbed.bench.peers;

import static dev.seedbed.bench.peers.Claim.constant;
import static dev.seedbed.bench.peers.Claim.normal;
import static dev.seedbed.bench.peers.Claim.uniform;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// PyTorch and scikit-learn, drawn by `peer_draws.py` in a Python that has them.
final class PythonPeers {
  private static final String DENSE = "dense 784→100";
  private static final String CONV = "conv 3→64, 3×3";
  private static final String LSTM = "lstm 64→128";
  private static final String ATTENTION = "attention 64, 4 heads";
  private static final double TORCH_BOUND = 1.0 / 28;

  private final String torch;
  private final String sklearn;
  private final Map<String, double[]> drawn = new HashMap<>();

  private PythonPeers(DataInputStream in) throws IOException {
    torch = "torch " + in.readUTF();
    sklearn = "sklearn " + in.readUTF();
    while (true) {
      String name;
      try {
        name = in.readUTF();
      } catch (EOFException end) {
        return;
      }
      double[] values = new double[in.readInt()];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readDouble();
      }
      drawn.put(name, values);
    }
  }

  /// Whether there is such an interpreter and it has the libraries.
  static boolean canRun(Path python) throws IOException, InterruptedException {
    return Files.isExecutable(python)
        && new ProcessBuilder(python.toString(), "-c", "import sklearn, torch").start().waitFor()
            == 0;
  }

  /// Runs the script with the interpreter `python`; it takes about a minute.
  static List<Peer> all(Path python, Path script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(python.toString(), script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    PythonPeers peers;
    try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16))) {
      peers = new PythonPeers(in);
    }
    if (process.waitFor() != 0) {
      throw new IOException("the script failed: " + script);
    }
    return Stream.of(peers.functions(), peers.scaled(), peers.layers(), peers.perceptrons())
        .flatMap(List::stream)
        .toList();
  }

  private List<Peer> functions() {
    return List.of(
        torch("uniform_", DENSE, new Claim.Uniform("U(0, 1)", 0, 1)),
        torch("normal_", DENSE, normal("1", 1)),
        torch("trunc_normal_", DENSE, Claim.truncated("1", 1)),
        torch("trunc_normal_(std=0.02)", DENSE, normal("0.02²", 4e-4))
            .noting("The cuts at ±2 are absolute: at 100 standard deviations nothing is cut."),
        torch("constant_(0.1)", DENSE, constant(0.1)),
        torch("ones_", DENSE, constant(1)),
        torch("zeros_", DENSE, constant(0)),
        torch("eye_", DENSE, unit("I, rectangular", 1.0 / 784)),
        torch("dirac_", "conv 64→64, 3×3", unit("the identity at the centre", 1.0 / (64 * 9))),
        torch(
            "orthogonal_", DENSE, new Claim.Orthogonal("100 orthonormal rows of 784", 100, 784, 1)),
        torch(
            "orthogonal_(gain=sqrt2)",
            DENSE,
            new Claim.Orthogonal("√2 · 100 orthonormal rows of 784", 100, 784, Math.sqrt(2))),
        torch(
            "sparse_(0.9)",
            DENSE,
            new Claim.Sparse("90 of 100 zero in a column, else N(0, 0.01²)", 0.9, 0.01)),
        new Peer(
            torch,
            "torch:sparse_(0.9) zeros per unit",
            DENSE,
            constant(706),
            new Claim.Moments("binomial(784, 0.9)", 705.6, Math.sqrt(784 * 0.09), 3),
            "Martens fixes the number of weights into a unit; here it is that out of an input.",
            values("torch:sparse_(0.9) zeros per unit")));
  }

  private List<Peer> scaled() {
    return List.of(
        torch("xavier_uniform_", DENSE, uniform("√(6/884)", Math.sqrt(6.0 / 884))),
        torch(
            "xavier_uniform_(gain=5/3)",
            DENSE,
            uniform("5/3·√(6/884)", 5 * Math.sqrt(6.0 / 884) / 3)),
        torch("xavier_normal_", DENSE, normal("2/884", 2.0 / 884)),
        torch("kaiming_uniform_", DENSE, uniform("√(6/784)", Math.sqrt(6.0 / 784)))
            .noting("The default nonlinearity leaky_relu has a = 0: the gain √2 of ReLU."),
        torch("kaiming_uniform_(a=sqrt5)", DENSE, uniform("1/√784", TORCH_BOUND)),
        torch("kaiming_uniform_(linear)", DENSE, uniform("√(3/784)", Math.sqrt(3.0 / 784)))
            .noting("LeCun uniform."),
        torch("kaiming_normal_", DENSE, normal("2/784", 2.0 / 784)),
        torch("kaiming_normal_(fan_out)", DENSE, normal("2/100", 2.0 / 100)),
        torch("kaiming_normal_(a=0.2)", DENSE, normal("2/(1.04·784)", 2 / (1.04 * 784))),
        torch("kaiming_normal_(linear)", DENSE, normal("1/784", 1.0 / 784)).noting("LeCun normal."),
        torch("kaiming_normal_(sigmoid)", DENSE, normal("1/784", 1.0 / 784))
            .noting("Gain 1; E[σ(z)²] = 1 would ask for 1.846."),
        torch("kaiming_normal_(tanh)", DENSE, normal("(5/3)²/784", 25.0 / 9 / 784)),
        torch("kaiming_normal_(selu)", DENSE, normal("(3/4)²/784", 9.0 / 16 / 784))
            .noting("Gain 3/4; self-normalising networks ask for 1."));
  }

  private List<Peer> layers() {
    double hidden = 1 / Math.sqrt(128);
    double conv = 1 / Math.sqrt(27);
    return List.of(
        torch("Linear weight", DENSE, uniform("1/√784", TORCH_BOUND)),
        torch("Linear bias", DENSE, uniform("1/√784", TORCH_BOUND)),
        torch("Conv2d weight", CONV, uniform("1/√27", conv)),
        torch("Conv2d bias", CONV, uniform("1/√27", conv)),
        torch("Conv2d depthwise weight", "depthwise conv 64, 3×3", uniform("1/√9", 1.0 / 3)),
        transposed("weight"),
        transposed("bias"),
        torch("Embedding", "embedding 1000×64", normal("1", 1)),
        torch("LSTM weight_ih", LSTM, uniform("1/√128", hidden)),
        torch("LSTM weight_hh", LSTM, uniform("1/√128", hidden)),
        torch("LSTM bias_ih", LSTM, uniform("1/√128", hidden)).noting("No forget-gate bias of 1."),
        torch("LSTM bias_hh", LSTM, uniform("1/√128", hidden)).noting("A second bias."),
        torch("GRU weight_hh", "gru 64→128", uniform("1/√128", hidden)),
        torch(
                "MultiheadAttention in_proj_weight",
                ATTENTION,
                uniform("√(6/256)", Math.sqrt(6.0 / 256)))
            .noting(
                "xavier_uniform_ of the packed [3E, E], as published: its fans are E and 3E, so the bound is 1/√2 of that of "
                    + "an [E, E] matrix."),
        torch("MultiheadAttention in_proj_bias", ATTENTION, constant(0)),
        torch("MultiheadAttention out_proj.weight", ATTENTION, uniform("1/√64", 1.0 / 8)),
        torch("MultiheadAttention out_proj.bias", ATTENTION, constant(0)),
        torch("BatchNorm1d weight", "batch norm 64", constant(1)),
        torch("BatchNorm1d bias", "batch norm 64", constant(0)),
        torch("PReLU weight", "prelu", constant(0.25)));
  }

  private Peer transposed(String part) {
    return torch(
            "ConvTranspose2d " + part,
            "transposed conv 64→32, 4×4",
            uniform("1/√(32·16)", 1 / Math.sqrt(512)))
        .noting(
            "As documented, but 32·16 is its fan-out: fan-in is 64·16, the weight [in, out, …].");
  }

  private List<Peer> perceptrons() {
    Claim glorot = uniform("√(6/884)", Math.sqrt(6.0 / 884));
    Claim logistic = uniform("√(2/884)", Math.sqrt(2.0 / 884));
    String note =
        "Its source names Glorot et al. and takes √2 for √6: 1/√3 of Glorot & Bengio's bound.";
    return List.of(
        perceptron("relu coefs", glorot, glorot, "Glorot's law, though for ReLU."),
        perceptron("relu intercepts", glorot, glorot, "Biases are drawn like weights."),
        perceptron("tanh coefs", glorot, glorot, ""),
        perceptron("tanh intercepts", glorot, glorot, "Biases are drawn like weights."),
        perceptron("identity coefs", glorot, glorot, ""),
        perceptron("identity intercepts", glorot, glorot, "Biases are drawn like weights."),
        perceptron("logistic coefs", glorot, logistic, note),
        perceptron("logistic intercepts", glorot, logistic, note));
  }

  private Peer perceptron(String name, Claim promised, Claim claim, String note) {
    return new Peer(
        sklearn, "sklearn:" + name, DENSE, promised, claim, note, values("sklearn:" + name));
  }

  private Peer torch(String name, String layer, Claim law) {
    return Peer.right(torch, "torch:" + name, layer, law, values("torch:" + name));
  }

  /// The script has drawn often enough; the seed is its own.
  private Peer.Draw values(String name) {
    double[] values = Objects.requireNonNull(drawn.get(name), name);
    return _ -> values;
  }

  /// A share `p` of ones, else zeros.
  private static Claim unit(String formula, double p) {
    double variance = p * (1 - p);
    return new Claim.Moments(formula, p, Math.sqrt(variance), 1 / variance - 3);
  }
}
