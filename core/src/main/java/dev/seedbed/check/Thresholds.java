package dev.seedbed.check;

/// The thresholds of all rules, in one place; where they come from is said by [Rule#source], and
/// where we depart from that, here. What makes a finding a warning was set on the tuning part of a
/// benchmark whose starts were judged by training (`bench/CHECK-PROTOCOL.md`).
final class Thresholds {
  /// Rows that are propagated at the most: enough for the 1 % of rows on which a unit must live.
  static final int MOST_ROWS = 512;

  /// Relative: units whose weights differ by less are the same. TheDeepChecker's 1e-8 is absolute
  /// and of the whole tensor, so that it takes small random weights for constant ones.
  static final double SAME = 1e-6;

  /// A tensor whose variance is below this share of its squared mean is constant.
  static final double CONSTANT = 1e-8;

  /// The share of duplicate units of a layer from which on it is an error, and a warning.
  static final double DUPLICATES_ERROR = 0.5;

  static final double DUPLICATES_WARNING = 0.05;

  /// A weight that is as good as 0, and the share of such weights that makes a layer a zero layer.
  static final double TINY = 1e-5;

  static final double TINY_SHARE = 0.95;

  /// The share of weights of one sign.
  static final double SAME_SIGN_SHARE = 0.95;

  /// Fewer weights are of one sign by chance.
  static final int SAME_SIGN_COUNT = 20;

  /// How far from the nearest reference the variance of weights may be, either way.
  static final double SCALE_RATIO = 2.7;

  /// And how many standard deviations more: few weights may be of another scale by chance. One
  /// layer in 30,000 is beyond, either way.
  static final double SCALE_DEVIATIONS = 4;

  /// Variance times fan of weights that are judged by themselves, the larger fan below and the
  /// smaller fan above: outside is no published start. The smallest are the last layers of
  /// policies, orthogonal with gain 0.01 (1e-4; Andrychowicz et al. 2021, arXiv:2006.05990), muP's
  /// outputs (1/width; Yang et al. 2022), the later layers of SIREN (2/ω² = 2e-3; Sitzmann et al.
  /// 2020), Fixup's (2/layers; Zhang et al. 2019) and GPT-2's projections into the residual stream
  /// (fan · 0.02²/(2 · layers), 3e-3 at width 64). The largest are He's by fan-out where a network
  /// narrows (2 · fan-in/fan-out, which is 2 times the smaller fan's), Glorot's for sigmoid units
  /// (16) and torchvision's Inception (fan · 0.1², 40 at fan-in 4032). PyTorch's default (1/3)
  /// times 100 is 3333, a deviation of 1e-4 at fan 1000 is 1e-5, N(0, 1) at fan 144 is 144.
  static final double SCALE_LEAST = 5e-5;

  static final double SCALE_MOST = 64;

  /// For sigmoid units, whose slope at 0 is a quarter, Glorot's variance is 16 times as large.
  static final double SIGMOID_VARIANCE = 16;

  /// Sigmoid units whose layers all gain less stay at their middle, which is all that goes on.
  static final double SIGMOID_GAIN = 0.02;

  /// What becomes of the signal, the variance of pre-activations from row to row, from the first
  /// hidden layer to the last, the most extreme layer left out: one odd layer is soon mended by
  /// training, as its weights are all that must grow or shrink. This is for signals that biases
  /// drown, and for layers that each lose nearly all.
  static final double SIGNAL_WARNING = 1.2e-4;

  /// Of units that are not 0 at 0, such as sigmoid ones: 12 layers of softplus keep 5e-6, and
  /// train.
  static final double SIGNAL_OFFSET = 3e-7;

  /// Of rectifiers with no more than a loss in every layer, such as those with Glorot's variance:
  /// 20 layers keep 1e-6, and most starts train by Adam, though three times as slowly; 34 keep
  /// 1e-10, and a third does not train.
  static final double SIGNAL_RECTIFIED = 1e-7;

  /// Of other units, which pass on small signals as if they were linear: 16 layers of silu with
  /// Glorot's variance keep 1e-8, and train by Adam; 40 orthogonal layers that keep 1e-12 do not.
  static final double SIGNAL_LINEAR = 1e-9;

  static final double SIGNAL_ERROR = 1e-6;

  /// The variance from row to row over the second moment, below which biases drown the signal.
  static final double DROWNED = 1e-2;

  /// What a layer leaves of the signal, geometric mean without the most extreme.
  static final double THIN = 0.1;

  /// Growth of the second moment of pre-activations, over all layers and without the most extreme.
  /// SageMaker's 10 is less than what sound starts of silu come to, whose gain depends on the size.
  static final double GROWTH_WARNING = 200;

  static final double GROWTH_REST = 2.7;
  static final double GROWTH_ERROR = 1e3;

  /// What becomes of the root mean square of gradients from the last hidden layer to the first: at
  /// the least the root of what the signal may become, as that is a variance, likewise without the
  /// most extreme layer (AUTOTRAINER's β1 = 1e-3 is of the whole). At the most, of the whole;
  /// AUTOTRAINER's β3 = 70 is the error.
  static final double EXPLODING_WARNING = 20;

  static final double EXPLODING_ERROR = 70;

  /// Where the second moment of pre-activations does not grow by more than this, the gradient grows
  /// by chaos and not by scale: less is enough. Poole et al. 2016, arXiv:1606.05340.
  static final double CHAOS_GROWTH = 3;

  static final double EXPLODING_CHAOS = 7.4;

  /// And without the most extreme layer.
  static final double EXPLODING_REST = 2.2;

  /// Gradients of hidden layers: the largest over the least. Optimisers with a rate for each weight
  /// level a good deal, so that it takes much to be a warning.
  static final double SPEEDS = 3;

  static final double SPEEDS_WARNING = 5e4;

  /// The mean gradient of the layer that has the largest: as long as one layer learns, the others
  /// follow. SageMaker's and DeepDiagnosis's 1e-7 is of each layer.
  static final double GRADIENT_BEST = 3e-7;

  static final double GRADIENT_FLOOR = 1e-7;
  static final double GRADIENT_CEILING = 1e6;

  /// A unit lives if it is active on this share of rows.
  static final double ALIVE = 0.01;

  /// Dead units of a layer: almost all are an error. The deeper a network of rectifiers, the more
  /// alike all rows are to it, and the more units are off for all of them: He's start of 34 layers
  /// of 128 has 40 % of such units, and trains; so fewer are information.
  static final double DEAD_ERROR = 0.9;

  static final double DEAD_INFO = 0.1;

  static final double ZEROS = 0.9;

  /// So many activations of 0 that a layer tells hardly any row from another.
  static final double ZEROS_WARNING = 0.985;

  /// Of the largest derivative: below, a unit is saturated; and so flat that no gradient passes.
  static final double FLAT = 1e-2;

  static final double FLATTEST = 1e-7;
  static final double SATURATED_SHARE = 0.5;
  static final double RHO = 0.85;

  /// The share of units that no gradient passes.
  static final double FLATTEST_SHARE = 0.3;

  /// The share of units near the ends of their range, in more than half of at least so many layers:
  /// one or two such layers still train.
  static final double PUSHED_SHARE = 0.6;

  static final int PUSHED_LAYERS = 3;

  /// The same share, mean over as many layers, if the gradient also grows by so much.
  static final double PUSHED_MEAN = 0.4;

  static final double PUSHED_GROWTH = 1.5;

  /// What a trend of the standard deviation of activations over depth may come to. DL4J's and
  /// TheDeepChecker's 0.5 to 2 is not asked of single layers: it flags most sound starts.
  static final double SPREAD_TREND = 10;

  static final int SPREAD_DEPTH = 4;

  /// Loss of the start above that of chance, in nats. TheDeepChecker compares with ln C, which for
  /// few classes is less than what the outputs of He's sound start come to: their variance of 2
  /// costs 1 nat on average and, of small networks, 2 now and then. Where all layers can shrink
  /// what is too large, 20 nats are gone in a few dozen steps.
  static final double LOSS_WARNING = 30;

  /// After bounded units, or without hidden layers.
  static final double LOSS_BOUNDED = 16;

  static final double LOSS_ERROR = 100;

  /// The same of several probabilities, each by itself, mean over them. Of starts of 32 units of
  /// relu that tell the ten digits or give their image back, those with 0.9 nats above chance train
  /// nearly as fast as sound ones; of those with 1.8, one never gets there and the other takes 6.7
  /// times the steps. One probability is the softmax of two, and has its bounds.
  static final double LOSS_OF_EACH = 1.5;

  /// After bounded units: 256 of sigmoid train with 3.7 nats above chance, but tell no digits with
  /// 6.7.
  static final double LOSS_OF_EACH_BOUNDED = 3;

  static final double LOSS_OF_EACH_ERROR = 20;

  /// The variance of outputs from row to row over their second moment: with less, they are off by
  /// the same for all rows.
  static final double LOSS_VARYING = 0.05;

  /// Of a regression, where chance is the variance of the targets: loss over that, less 1.
  static final double SQUARES_WARNING = 49;

  static final double SQUARES_BOUNDED = 12;
  static final double SQUARES_ERROR = 199;

  /// Normalised perplexity of the classes, (eᴴ − 1) / (C − 1), below which they are out of balance.
  static final double BALANCE = 0.5;

  /// With one class in ten of two it is 0.44: 0.4 nats, which the first steps make up for.
  static final double BALANCE_WARNING = 0.25;

  /// A target whose mean is so many standard deviations from 0 wants an output bias.
  static final double TARGET_MEAN = 10;

  /// Root mean square of an input from which on inputs are not normalised; and of the smallest.
  static final double INPUT_HIGH = 10;

  static final double INPUT_LOW = 0.01;

  static final double UPDATE_LOW = -4;
  static final double UPDATE_HIGH = -1;

  /// A first step 30 times as long as the weights themselves is a warning: the start is thrown
  /// away.
  static final double UPDATE_WARNING = 1.5;

  static final double LOSS_MEAN = 1e-5;
  static final double GRADIENT_ERROR = 1e-2;

  /// Effective rank over the least width of a layer. Independent weights have about 0.9.
  static final double RANK = 0.25;

  /// No known law fits a draw of it worse once in a thousand million.
  static final double FIT = 1e-9;

  static final int FIT_COUNT = 200;

  /// The share of seeds with an error from which on, surely, a scheme is not for this network.
  static final double SEEDS_WARNING = 0.01;

  /// The power of the width by which a layer's signal grows.
  static final double WIDTH_SLOPE = 0.25;

  /// A bias so low makes a sigmoid unit sparse.
  static final double SPARSE_BIAS = -3;

  /// And one so low leaves a unit off that is not meant to be sparse: pre-activations of standard
  /// deviation 1 never reach 0. The lowest of published starts that are not meant to be sparse is
  /// −6.9, the logarithm of the odds of a class of probability 0.001 (Lin et al. 2017,
  /// arXiv:1708.02002, section 4.1, has −4.6), and of Mamba's steps. The lecture's sparse start has
  /// −10.
  static final double OFF_BIAS = -8;

  /// Numbers at the beginning of a tensor that are kept to compare it with others: the first few
  /// find candidates, all decide. 64 independent numbers agree within [#SAME_STREAM] of their size
  /// in one of 10^32 pairs.
  static final int BEGINNING = 64;

  static final int BEGINNING_FIRST = 16;

  /// Relative to their root mean square: the same numbers in another scale, rounded to bfloat16,
  /// differ by less.
  static final double SAME_STREAM = 1e-2;

  /// Layers of which each has a finding of its own; of more, one finding tells the worst.
  static final int LAYERS_EACH = 3;

  private Thresholds() {}

  /// What was compared with, in words, such as "below 1.2e-4".
  static String words(String comparison, double threshold) {
    String number = Double.toString(threshold).replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
    return comparison + " " + number;
  }
}
