package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.OptionalDouble;

/// An initializer that makes a tensor as a whole, because its elements depend on each other.
public sealed interface Structured extends Initializer
    permits Orthogonal,
        ScaledOrthogonal,
        TailoredWeights,
        Structured.Identity,
        PaddedIdentity,
        PaddedZero,
        SubPixel,
        LooksLinear,
        ZeroHadamard,
        Structured.Sparse,
        Structured.SparseColumns,
        Structured.NguyenWidrow,
        StateMatrix,
        Structured.GateBias,
        Structured.Chrono {

  /// Whether the scheme makes sense for a tensor at that place.
  ///
  /// @throws IllegalArgumentException if it does not
  void check(Place place);

  /// Makes all elements, in the order block, unit, input, tap.
  ///
  /// @param place that [#check] has nothing against
  /// @return [Place#count()] numbers
  float[] draw(Place place, RandomStream stream);

  /// Whether equal numbers in two tensors that it makes, or in parts of one, are a fault: not where
  /// nothing is random, or where it copies.
  default boolean isDrawnApart() {
    return true;
  }

  /// Its result in symbols, such as "gain · Q".
  String symbols();

  /// How far a tensor is from those that this initializer makes there, relative to its largest
  /// elements or its norm; 0 if it may be one of them. Empty if that cannot be told.
  ///
  /// @param values in the order block, unit, input, tap
  default OptionalDouble departure(Place place, float[] values) {
    float[] one = draw(place, new Seed(0).stream(""));
    if (!Arrays.equals(one, draw(place, new Seed(1).stream("")))) {
      return OptionalDouble.empty();
    }
    // Nothing is random about it.
    double farthest = 0;
    double largest = Double.MIN_NORMAL;
    for (int i = 0; i < one.length; i++) {
      farthest = Math.max(farthest, Math.abs((double) values[i] - one[i]));
      largest = Math.max(largest, Math.abs(one[i]));
    }
    return OptionalDouble.of(farthest / largest);
  }

  /// Zeros for all elements.
  static float[] zeros(Place place) {
    return new float[Math.toIntExact(place.count())];
  }

  private static void checkSize(Place place) {
    if (place.count() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "this scheme makes a tensor as a whole and must have fewer than 2^31 elements: "
              + place.count());
    }
  }

  /// Refuses biases, and tensors too large to be made as a whole.
  static void checkWeights(Place place, String scheme) {
    if (place.part() != Place.Part.WEIGHT) {
      throw new IllegalArgumentException(scheme + " draws weights, not biases");
    }
    checkSize(place);
  }

  /// Refuses windows without a tap in the middle.
  static void checkCentre(Kernel kernel, String scheme) {
    if (kernel.taps() % 2 == 0) {
      throw new IllegalArgumentException(
          scheme + " needs a window with a middle, of odd lengths: " + kernel.taps() + " taps");
    }
  }

  /// The index of the tap in the middle of the window.
  static int centre(Kernel kernel) {
    return kernel.taps() / 2;
  }

  static void finite(String name, double value) {
    if (!Float.isFinite((float) value)) {
      throw new IllegalArgumentException(name + " must be finite as a float: " + value);
    }
  }

  /// Each output is one input times `gain`: the identity matrix; of a convolution with a window,
  /// the identity at its middle ("Dirac"). Le, Jaitly & Hinton 2015, arXiv:1504.00941, for
  /// recurrent matrices.
  record Identity(double gain) implements Structured {
    public Identity {
      finite("gain", gain);
    }

    @Override
    public void check(Place place) {
      checkWeights(place, "identity");
      Kernel kernel = place.kernel();
      if (kernel.units() != kernel.inputs()) {
        throw new IllegalArgumentException(
            "identity needs as many units as inputs: %d x %d; zero-hadamard and orthogonal do not"
                .formatted(kernel.units(), kernel.inputs()));
      }
      checkCentre(kernel, "identity");
    }

    @Override
    public float[] draw(Place place, RandomStream stream) {
      float[] values = zeros(place);
      Kernel kernel = place.kernel();
      int centre = centre(kernel);
      int row = kernel.rowLength();
      for (int i = 0; i < kernel.blocks() * kernel.units(); i++) {
        values[i * row + i % kernel.units() * kernel.taps() + centre] = (float) gain;
      }
      return values;
    }

    @Override
    public boolean isDrawnApart() {
      return false;
    }

    @Override
    public String symbols() {
      return gain == 1 ? "I" : gain + " · I";
    }
  }

  /// Each unit receives `links` incoming weights from N(0, `deviation`²), at places chosen without
  /// repetition, and zeros elsewhere; all, where a unit has fewer inputs. Martens 2010, "Deep
  /// learning via Hessian-free optimization", section 5. PyTorch's `sparse_` limits *outgoing*
  /// links instead.
  ///
  /// @param links at least 1
  record Sparse(int links, double deviation) implements Structured {
    public Sparse {
      if (links < 1) {
        throw new IllegalArgumentException("links must be at least 1: " + links);
      }
      law(deviation);
    }

    private static Law law(double deviation) {
      return new Law.Normal(0, deviation);
    }

    @Override
    public void check(Place place) {
      checkWeights(place, "sparse");
    }

    @Override
    public float[] draw(Place place, RandomStream stream) {
      float[] values = zeros(place);
      int row = place.kernel().rowLength();
      int drawn = Math.min(links, row);
      int rows = values.length / row;
      float[] weights = new float[rows * drawn];
      law(deviation).draw(stream, 0, weights);
      int[] words = new int[rows * drawn];
      stream.words(weights.length, words, 0, words.length);
      int[] columns = new int[row];
      for (int i = 0; i < rows; i++) {
        Arrays.setAll(columns, j -> j);
        for (int k = 0; k < drawn; k++) {
          int chosen = k + (int) (((words[i * drawn + k] & 0xFFFFFFFFL) * (row - k)) >>> 32);
          int column = columns[chosen];
          columns[chosen] = columns[k];
          values[i * row + column] = weights[i * drawn + k];
        }
      }
      return values;
    }

    @Override
    public String symbols() {
      return links + " incoming N(0, " + deviation + "²)";
    }
  }

  /// N(0, `deviation`²) with ⌈`sparsity` · units⌉ zeros among the links that leave each input: what
  /// PyTorch's `sparse_` draws.
  ///
  /// @param sparsity the share of zeros, from 0 to 1
  record SparseColumns(double sparsity, double deviation) implements Structured {
    @Override
    public void check(Place place) {
      checkWeights(place, "sparse_");
    }

    @Override
    public float[] draw(Place place, RandomStream stream) {
      float[] values = zeros(place);
      new Law.Normal(0, deviation).draw(stream, 0, values);
      int row = place.kernel().rowLength();
      int rows = values.length / row;
      int zeros = (int) Math.ceil(sparsity * rows);
      int[] words = new int[row * zeros];
      stream.words(values.length, words, 0, words.length);
      int[] order = new int[rows];
      for (int j = 0; j < row; j++) {
        Arrays.setAll(order, i -> i);
        for (int k = 0; k < zeros; k++) {
          int chosen = k + (int) (((words[j * zeros + k] & 0xFFFFFFFFL) * (rows - k)) >>> 32);
          values[order[chosen] * row + j] = 0;
          order[chosen] = order[k];
        }
      }
      return values;
    }

    @Override
    public String symbols() {
      return "N(0, " + deviation + "²), " + sparsity + " of each input's links 0";
    }
  }

  /// Each unit's weights have length β = 0.7·units^(1/inputs) · `range` and a direction drawn from
  /// a uniform law in a cube, so that the units share out the active range of tanh. Nguyen & Widrow
  /// 1990, IJCNN, "Improving the learning speed of 2-layer neural networks …". Its biases are
  /// [NguyenWidrowBiases].
  ///
  /// @param range how far from 0 a unit is active, for inputs in [−1, 1]; 1 in the paper
  record NguyenWidrow(double range) implements Structured {
    public NguyenWidrow {
      if (!(range > 0 && range < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("range must be above 0 and finite: " + range);
      }
    }

    /// β.
    double length(Kernel kernel) {
      return range * 0.7 * StrictMath.pow(kernel.units(), 1.0 / kernel.rowLength());
    }

    @Override
    public void check(Place place) {
      checkWeights(place, "nguyen-widrow");
    }

    @Override
    public float[] draw(Place place, RandomStream stream) {
      float[] values = zeros(place);
      stream.symmetricUniform(0, values);
      double length = length(place.kernel());
      int row = place.kernel().rowLength();
      for (int start = 0; start < values.length; start += row) {
        double square = 0;
        for (int j = start; j < start + row; j++) {
          square += (double) values[j] * values[j];
        }
        for (int j = start; j < start + row; j++) {
          values[j] = (float) (values[j] * length / Math.sqrt(square));
        }
      }
      return values;
    }

    @Override
    public String symbols() {
      return "rows of length β = %s · 0.7 · units^(1/inputs)".formatted(range);
    }
  }

  /// The biases of a recurrent layer with packed gates: `value` for one gate, so that memory is
  /// kept at first, and 0 for the others. Gers, Schmidhuber & Cummins 2000; Jozefowicz, Zaremba &
  /// Sutskever 2015.
  ///
  /// @param gate the block of the forget gate, 0 the first: 1 in PyTorch, Keras and DL4J, 2 in ONNX
  record GateBias(double value, int gate) implements Structured {
    public GateBias {
      finite("value", value);
    }

    @Override
    public void check(Place place) {
      checkGates(place, "forget-gate", gate);
    }

    @Override
    public float[] draw(Place place, RandomStream stream) {
      int units = place.kernel().units();
      float[] values = zeros(place);
      Arrays.fill(values, gate * units, (gate + 1) * units, (float) value);
      return values;
    }

    @Override
    public boolean isDrawnApart() {
      return false;
    }

    @Override
    public String symbols() {
      return "gate " + gate + " = " + value + ", others 0";
    }
  }

  /// The biases of an LSTM that is to remember up to `longest` steps: ln U(1, longest − 1) for the
  /// forget gate, the same negated for the input gate, 0 for the others. Tallec & Ollivier 2018,
  /// arXiv:1804.11188, section 2.
  ///
  /// @param longest above 2
  /// @param forget the block of the forget gate
  /// @param input the block of the input gate
  record Chrono(double longest, int forget, int input) implements Structured {
    public Chrono {
      if (!(longest > 2 && longest < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("longest must be above 2 and finite: " + longest);
      }
      if (forget == input) {
        throw new IllegalArgumentException("forget and input must be two gates: " + forget);
      }
    }

    /// The law of the forget gate's biases.
    Law law() {
      return new Law.LogarithmOfUniform(1, longest - 1);
    }

    @Override
    public void check(Place place) {
      checkGates(place, "chrono", Math.max(forget, input));
    }

    @Override
    public float[] draw(Place place, RandomStream stream) {
      int units = place.kernel().units();
      float[] values = zeros(place);
      law().draw(stream, 0, values, forget * units, units);
      for (int i = 0; i < units; i++) {
        values[input * units + i] = -values[forget * units + i];
      }
      return values;
    }

    @Override
    public String symbols() {
      return "gate %d %s, gate %d its negative, others 0".formatted(forget, law().symbols(), input);
    }
  }

  private static void checkGates(Place place, String scheme, int highest) {
    if (place.part() != Place.Part.BIAS || place.kernel().blocks() <= highest) {
      throw new IllegalArgumentException(
          scheme
              + " needs biases of at least "
              + (highest + 1)
              + " gates; say that the layer is recurrent");
    }
    checkSize(place);
  }
}
