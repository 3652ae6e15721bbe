package dev.seedbed.verify;

import static dev.seedbed.verify.Rounded.sketch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Law;
import dev.seedbed.init.Place;
import dev.seedbed.init.Structured;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructureTestTest {

  private static Place place(Kernel kernel) {
    return Place.inside(kernel, new Activation.Identity());
  }

  private static Kernel kernel(String shape) {
    return switch (shape) {
      case "wide" -> Kernel.dense(96, 64);
      case "tall" -> Kernel.dense(64, 96);
      case "square" -> Kernel.dense(64, 64);
      case "large" -> Kernel.dense(256, 256);
      case "gates" -> Kernel.gates(4, 48, 32);
      case "convolution" -> Kernel.convolution(16, 24, 9, 1, 1);
      default -> throw new IllegalArgumentException(shape);
    };
  }

  private static float[] drawn(String scheme, Kernel kernel) {
    float[] values = new float[Math.toIntExact(kernel.count())];
    var initializer = Catalogue.forTensors(scheme).weights();
    Draw.of(initializer, place(kernel), new Seed(2).stream("w")).fill(values);
    return values;
  }

  private static Optional<Evidence> test(String scheme, Kernel kernel, float[] values) {
    var structured = (Structured) Catalogue.forTensors(scheme).weights().at(place(kernel));
    return StructureTest.of(structured, place(kernel), values, sketch(values));
  }

  @ParameterizedTest
  @CsvSource({
    "orthogonal, wide",
    "orthogonal, tall",
    "orthogonal, gates",
    "orthogonal, convolution",
    "orthogonal(gain=1.4), square",
    "delta-orthogonal, convolution",
    "scaled-orthogonal, convolution",
    "'tat(layers=20)', square",
    "identity, square",
    "zero-hadamard, tall"
  })
  void of_itsOwnDraw_rightInAnyPrecision(String scheme, String shape) {
    Kernel kernel = kernel(shape);
    for (Rounding rounding : Rounding.values()) {
      float[] values = Rounded.to(rounding, drawn(scheme, kernel));
      assertThat(test(scheme, kernel, values).orElseThrow().p()).as("%s", rounding).isOne();
    }
    float[] values = drawn(scheme, kernel);
    values[values.length / 2] += 0.5f;
    assertThat(test(scheme, kernel, values).orElseThrow().p()).as("a planted number").isZero();
    assertThat(test(scheme, kernel, new float[values.length]).orElseThrow().p()).isZero();
    values[0] = Float.NaN;
    assertThat(test(scheme, kernel, values).orElseThrow().aspect()).isEqualTo(Aspect.FINITE);
  }

  /// As it looks where a row of many was never drawn, or drawn twice.
  @ParameterizedTest
  @CsvSource({"large, 0", "large, 1", "large, 2"})
  void of_oneRowOfMany_foundInAnyPrecision(String shape, int fault) {
    Kernel kernel = kernel(shape);
    for (Rounding rounding : Rounding.values()) {
      float[] values = Rounded.to(rounding, drawn("orthogonal", kernel));
      assertThat(test("orthogonal", kernel, values).orElseThrow().p()).isOne();
      for (int i = 0; i < 256; i++) {
        switch (fault) {
          case 0 -> values[5 * 256 + i] = 0;
          case 1 -> values[9 * 256 + i] = values[8 * 256 + i];
          default -> values[9 * 256 + i] = -values[9 * 256 + i] * 1.05f;
        }
      }
      assertThat(test("orthogonal", kernel, values).orElseThrow().p()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"wide", "tall", "square", "gates", "convolution"})
  void of_normalInPlaceOfOrthogonal_found(String shape) {
    Kernel kernel = kernel(shape);
    float[] values = new float[Math.toIntExact(kernel.count())];
    new Law.Normal(0, 1 / Math.sqrt(Math.max(kernel.fans().in(), kernel.fans().out())))
        .draw(new Seed(2).stream("w"), 0, values);
    assertThat(test("orthogonal", kernel, values).orElseThrow().p()).isZero();
  }

  /// What cannot be told is not said to be right.
  @ParameterizedTest
  @CsvSource({"sparse, wide"})
  void of_unknownStructure_notTested(String scheme, String shape) {
    assertThat(test(scheme, kernel(shape), drawn(scheme, kernel(shape)))).isEmpty();
  }
}
