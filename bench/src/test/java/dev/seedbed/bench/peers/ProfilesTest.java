package dev.seedbed.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Initializer;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Law;
import dev.seedbed.init.Place;
import dev.seedbed.io.start.DrawStatistics;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Seedbed's profiles of other libraries, drawn as those libraries are said to draw, against the
/// libraries themselves: all numbers of the library must fit Seedbed's law.
final class ProfilesTest {
  private static final Map<String, Kernel> LAYERS =
      Map.of(
          "dense", Kernel.dense(784, 100),
          "conv 3→64, 3×3", Kernel.convolution(3, 64, 9, 1, 1),
          "conv 3→64, 3×3, stride 2", Kernel.convolution(3, 64, 9, 1, 4),
          "depthwise conv 64, 3×3", Kernel.depthwise(64, 1, 9, 1),
          "transposed conv 64→32, 4×4", Kernel.transposedConvolution(64, 32, 16, 1, 1),
          "embedding 1000×64", Kernel.embedding(1000, 64),
          "lstm 64→128", Kernel.gates(4, 64, 128),
          "attention 64, 4 heads", Kernel.projections(3, 64, 64));

  private static final List<Peer> PEERS = peers();

  private static List<Peer> peers() {
    try {
      return PeerDraws.peers();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Seedbed's name; the peer's; the layer; which part of it. ND4J's truncated normal is left out:
  /// its native code leaves 2 % of the elements at 0, which Seedbed does not repeat.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "djl:UniformInitializer | djl:UniformInitializer() | dense | WEIGHT",
        "djl:NormalInitializer | djl:NormalInitializer() | dense | WEIGHT",
        "djl:TruncatedNormalInitializer | djl:TruncatedNormalInitializer() | dense | WEIGHT",
        "djl:XavierInitializer | djl:new XavierInitializer() | dense | WEIGHT",
        "djl | djl:default weight | dense | WEIGHT",
        "djl | djl:default weight | conv 3→64, 3×3 | WEIGHT",
        "djl | djl:default weight | depthwise conv 64, 3×3 | WEIGHT",
        "djl | djl:default l_0_i2h_WEIGHT | lstm 64→128 | WEIGHT",
        "dl4j:XAVIER | dl4j:XAVIER | dense | WEIGHT",
        "dl4j:XAVIER_UNIFORM | dl4j:XAVIER_UNIFORM | dense | WEIGHT",
        "dl4j:XAVIER_FAN_IN | dl4j:XAVIER_FAN_IN | dense | WEIGHT",
        "dl4j:XAVIER_LEGACY | dl4j:XAVIER_LEGACY | dense | WEIGHT",
        "dl4j:NORMAL | dl4j:NORMAL | dense | WEIGHT",
        "dl4j:LECUN_NORMAL | dl4j:LECUN_NORMAL | dense | WEIGHT",
        "dl4j:UNIFORM | dl4j:UNIFORM | dense | WEIGHT",
        "dl4j:SIGMOID_UNIFORM | dl4j:SIGMOID_UNIFORM | dense | WEIGHT",
        "dl4j:RELU | dl4j:RELU | dense | WEIGHT",
        "dl4j:RELU_UNIFORM | dl4j:RELU_UNIFORM | dense | WEIGHT",
        "dl4j:LECUN_UNIFORM | dl4j:LECUN_UNIFORM | dense | WEIGHT",
        "dl4j:VAR_SCALING_UNIFORM_FAN_IN | dl4j:VAR_SCALING_UNIFORM_FAN_IN | dense | WEIGHT",
        "dl4j:VAR_SCALING_UNIFORM_FAN_OUT | dl4j:VAR_SCALING_UNIFORM_FAN_OUT | dense | WEIGHT",
        "dl4j:VAR_SCALING_UNIFORM_FAN_AVG | dl4j:VAR_SCALING_UNIFORM_FAN_AVG | dense | WEIGHT",
        "dl4j | dl4j:default W | dense | WEIGHT",
        "dl4j | dl4j:default W | conv 3→64, 3×3, stride 2 | WEIGHT",
        "dl4j | dl4j:default W | depthwise conv 64, 3×3 | WEIGHT",
        "dl4j | dl4j:default W | embedding 1000×64 | WEIGHT",
        "dl4j | dl4j:default W | lstm 64→128 | WEIGHT",
        "encog:RangeRandomizer | encog:RangeRandomizer(-1, 1) | dense | WEIGHT",
        "encog:ConsistentRandomizer | encog:ConsistentRandomizer(-1, 1) | dense | WEIGHT",
        "encog:GaussianRandomizer | encog:GaussianRandomizer(0, 1) | dense | WEIGHT",
        "encog:FanInRandomizer | encog:FanInRandomizer() | dense | WEIGHT",
        "encog:XaiverRandomizer | encog:XaiverRandomizer | dense | WEIGHT",
        "encog:NguyenWidrowRandomizer | encog:NguyenWidrowRandomizer | dense | WEIGHT",
        "encog | encog:reset(seed) weights | dense | WEIGHT",
        "encog | encog:reset(seed) biases | dense | BIAS",
        "neuroph:WeightsRandomizer | neuroph:WeightsRandomizer() | dense | WEIGHT",
        "neuroph:HeZhangRenSunUniform | neuroph:HeZhangRenSunUniformWeightsRandomizer | dense | WEIGHT",
        "neuroph | neuroph:default MultiLayerPerceptron weights | dense | WEIGHT",
        "neuroph | neuroph:default MultiLayerPerceptron biases | dense | BIAS",
        "smile | smile:Layer weights | dense | WEIGHT",
        "weka | weka:NeuralNode weights | dense | WEIGHT",
        "weka | weka:NeuralNode bias | dense | BIAS",
        "spark | spark:AffineLayer weights | dense | WEIGHT",
        "spark | spark:AffineLayer biases | dense | BIAS",
        "torch:uniform_ | torch:uniform_ | dense | WEIGHT",
        "torch:normal_ | torch:normal_ | dense | WEIGHT",
        "torch:trunc_normal_ | torch:trunc_normal_ | dense | WEIGHT",
        "torch:xavier_uniform_ | torch:xavier_uniform_ | dense | WEIGHT",
        "torch:xavier_normal_ | torch:xavier_normal_ | dense | WEIGHT",
        "torch:kaiming_uniform_ | torch:kaiming_uniform_ | dense | WEIGHT",
        "torch:kaiming_normal_ | torch:kaiming_normal_ | dense | WEIGHT",
        "torch:kaiming_normal_(slope=0.2) | torch:kaiming_normal_(a=0.2) | dense | WEIGHT",
        "torch | torch:Linear weight | dense | WEIGHT",
        "torch | torch:Linear bias | dense | BIAS",
        "torch | torch:Conv2d weight | conv 3→64, 3×3 | WEIGHT",
        "torch | torch:Conv2d depthwise weight | depthwise conv 64, 3×3 | WEIGHT",
        "torch | torch:ConvTranspose2d weight | transposed conv 64→32, 4×4 | WEIGHT",
        "torch | torch:Embedding | embedding 1000×64 | WEIGHT",
        "torch | torch:LSTM weight_ih | lstm 64→128 | WEIGHT",
        "torch | torch:LSTM weight_hh | lstm 64→128 | WEIGHT",
        "torch | torch:LSTM bias_ih | lstm 64→128 | BIAS",
        "torch | torch:MultiheadAttention in_proj_weight | attention 64, 4 heads | WEIGHT",
        "sklearn:relu | sklearn:relu coefs | dense | WEIGHT",
        "sklearn:tanh | sklearn:tanh coefs | dense | WEIGHT",
        "sklearn:logistic | sklearn:logistic coefs | dense | WEIGHT",
        "sklearn | sklearn:relu intercepts | dense | BIAS"
      })
  void faithful_law_fitsTheLibrarysDraw(String ours, String theirs, String layer, Place.Part part) {
    Optional<Peer> peer =
        PEERS.stream()
            .filter(p -> p.name().equals(theirs) && p.layer().startsWith(layer))
            .findFirst();
    assumeThat(peer).as("needs PyTorch and scikit-learn from Debian").isPresent();
    var scheme = Catalogue.scheme(Catalogue.faithful(ours));
    Place weights = Place.inside(Objects.requireNonNull(LAYERS.get(layer)), new Activation.Tanh());
    Place place = part == Place.Part.WEIGHT ? weights : weights.bias();
    Initializer initializer = part == Place.Part.WEIGHT ? scheme.weights() : scheme.biases();
    Law law = ((Draw.Independent) Draw.of(initializer, place, new Seed(0).stream("w"))).law();
    var realised = new DrawStatistics(Optional.of(law));
    double[] values = peer.orElseThrow().values();
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    realised.add(floats, 0, floats.length);
    assertThat(realised.fit().orElseThrow()).as(law.symbols()).isGreaterThan(1e-7);
    assertThat(Math.max(realised.max() - law.mean(), law.mean() - realised.min()))
        .isLessThanOrEqualTo(law.bound() * (1 + 1e-6));
  }
}
