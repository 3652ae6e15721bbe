package dev.seedbed.graph;

import static dev.seedbed.graph.GradientCheck.eighths;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.seedbed.graph.Resize.Aspect;
import dev.seedbed.graph.Resize.Coordinates;
import dev.seedbed.graph.Resize.Interpolation;
import dev.seedbed.graph.Resize.Rounding;
import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResizeTest {
  private static final FloatArray NONE = FloatArray.of();

  private static Resize resize(
      Interpolation interpolation, Coordinates coordinates, boolean exclude, boolean antialias) {
    return new Resize(
        interpolation,
        coordinates,
        Rounding.ROUND_PREFER_FLOOR,
        interpolation == Interpolation.CUBIC && antialias ? -0.5f : -0.75f,
        antialias,
        exclude,
        1.5f,
        List.of(-2, 3),
        Aspect.STRETCH);
  }

  static List<Resize> all() {
    var all = new ArrayList<Resize>();
    for (Interpolation interpolation : Interpolation.values()) {
      for (Coordinates coordinates : Coordinates.values()) {
        all.add(resize(interpolation, coordinates, false, false));
      }
      all.add(resize(interpolation, Coordinates.HALF_PIXEL, true, false));
      all.add(resize(interpolation, Coordinates.HALF_PIXEL, true, true));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("all")
  void interpolations_haveTheirGradients(Resize each) {
    // Constant outside of the region, so it is not linear there, but differences are.
    FloatArray region = FloatArray.of(0, 0.25f, 1.2f, 1);
    for (FloatArray scales : List.of(FloatArray.of(1.5f, 2), FloatArray.of(0.6f, 1))) {
      checkGradient(each, eighths(1, 2, 1, 4, 5), region, scales);
    }
    checkGradient(each, eighths(1, 1, 2, 4, 5), region, NONE, LongArray.of(3, 7));
  }

  /// As [GradientCheck#checkLinear], of the first input alone.
  private static void checkGradient(Resize resize, NdArray... inputs) {
    var back = new TestGradient(resize, inputs);
    FloatArray x = inputs[0].asFloats();
    double[] slopes = new double[x.data().length];
    for (int i = 0; i < slopes.length; i++) {
      float at = x.data()[i];
      x.data()[i] = at + 1;
      double above = back.loss(inputs);
      x.data()[i] = at - 1;
      slopes[i] = (above - back.loss(inputs)) / 2;
      x.data()[i] = at;
    }
    GradientCheck.assertClose("gradient", slopes, GradientCheck.doubles(back.gradient()));
  }

  /// The gradient of a random linear loss by the first input.
  private static final class TestGradient {
    private final Resize resize;
    private final FloatArray weights;
    private final FloatArray gradient;

    TestGradient(Resize resize, NdArray... inputs) {
      this.resize = resize;
      var tensors = new LinkedHashMap<String, NdArray>();
      for (int i = 0; i < inputs.length; i++) {
        tensors.put("x" + i, inputs[i]);
      }
      var node = new Node("", new Node.Apply(resize), List.copyOf(tensors.keySet()), List.of("y"));
      var graph = new Graph(List.of(), tensors, Set.of("x0"), List.of(node), List.of("y"));
      Run run = Run.forBackward(graph, Map.of(), Team.ALONE, Run.Observer.NONE);
      TensorShape shape = run.outputs().getFirst().shape();
      this.weights = eighths(5, shape.elements()).reshaped(shape);
      run.backward(List.of(Optional.of(weights)));
      this.gradient = run.gradient("x0").orElseThrow();
    }

    FloatArray gradient() {
      return gradient;
    }

    double loss(NdArray... inputs) {
      float[] y = resize.outputs(Operands.of(inputs)).getFirst().asFloats().data();
      double loss = 0;
      for (int i = 0; i < y.length; i++) {
        loss += (double) weights.data()[i] * y[i];
      }
      return loss;
    }
  }

  /// Expected values are from core/src/test/python/resize.py.
  @Test
  void interpolation_isThatOfPyTorch() {
    FloatArray x = FloatArray.of(TensorShape.of(1, 1, 2, 7));
    for (int i = 0; i < 14; i++) {
      x.data()[i] = i * i % 11;
    }
    assertResized(
        new double[] {1.285714, 6.058824, 3.428571, 6.5, 1.941176, 1.857143},
        resize(Interpolation.LINEAR, Coordinates.HALF_PIXEL, true, true),
        x,
        LongArray.of(2, 3));
    assertResized(
        new double[] {1.120968, 6.34188, 3.403226, 6.721774, 1.699634, 1.806452},
        resize(Interpolation.CUBIC, Coordinates.HALF_PIXEL, true, true),
        x,
        LongArray.of(2, 3));
    assertResized(
        new double[] {
          0.0, 0.55, 1.75, 3.85, 7.25, 7.6, 4.9, 3.5, 3.0, 3.0, 2.5, 3.875, 4.75, 4.05, 4.65, 4.125,
          2.475, 2.125, 2.675, 3.5, 5.0, 7.2, 7.75, 4.25, 2.05, 0.65, 0.05, 0.75, 2.35, 4.0
        },
        resize(Interpolation.LINEAR, Coordinates.PYTORCH_HALF_PIXEL, false, false),
        x,
        LongArray.of(3, 10));
    assertResized(
        new double[] {
          -0.494142, -0.39986, 1.020386, 3.663358, 8.491685, 9.042531, 5.201441, 3.563422, 2.827261,
          2.892027, 2.296797, 3.992562, 5.001953, 4.009922, 4.884609, 4.308422, 2.393062, 1.867188,
          2.614672, 3.621922, 5.087736, 8.384985, 8.983521, 4.356486, 1.277534, -0.425687,
          -0.415316, 0.170953, 2.402083, 4.351816
        },
        resize(Interpolation.CUBIC, Coordinates.PYTORCH_HALF_PIXEL, false, false),
        x,
        LongArray.of(3, 10));
  }

  private static void assertResized(
      double[] expected, Resize resize, FloatArray x, LongArray sizes) {
    NdArray y = resize.outputs(Operands.of(x, NONE, NONE, sizes)).getFirst();
    GradientCheck.assertClose("resized", expected, GradientCheck.doubles(y));
  }

  @Test
  void aspect_isKeptWithinOrAround() {
    NdArray x = eighths(1, 1, 1, 4, 8);
    for (Aspect aspect : Aspect.values()) {
      Resize resize =
          new Resize(
              Interpolation.NEAREST,
              Coordinates.HALF_PIXEL,
              Rounding.FLOOR,
              -0.75f,
              false,
              false,
              0,
              List.of(2, 3),
              aspect);
      TensorShape shape =
          resize.outputs(Operands.of(x, NONE, NONE, LongArray.of(8, 10))).getFirst().shape();
      assertArrayEquals(
          switch (aspect) {
            case STRETCH -> new int[] {1, 1, 8, 10};
            case NOT_LARGER -> new int[] {1, 1, 5, 10};
            case NOT_SMALLER -> new int[] {1, 1, 8, 16};
          },
          shape.lengths());
    }
  }

  @Test
  void results_areTheSameForAnyNumberOfThreads() {
    NdArray x = GradientCheck.random(1, 4, 8, 20, 24);
    try (Team two = Team.of(2)) {
      for (Interpolation interpolation : Interpolation.values()) {
        Resize resize = resize(interpolation, Coordinates.HALF_PIXEL, false, false);
        List<Optional<NdArray>> inputs =
            Stream.<NdArray>of(x, NONE, FloatArray.of(2, 1.5f)).map(Optional::of).toList();
        assertArrayEquals(
            resize.outputs(new Operands(inputs, 1, Team.ALONE)).getFirst().asFloats().data(),
            resize.outputs(new Operands(inputs, 1, two)).getFirst().asFloats().data());
      }
    }
  }

  @Test
  void inputsThatDoNotFit_areRefusedInALine() {
    NdArray x = eighths(1, 1, 1, 4, 4);
    Resize linear = resize(Interpolation.LINEAR, Coordinates.HALF_PIXEL, false, false);
    RearrangementTest.assertRefused("either scales or sizes must be given", linear, x, NONE, NONE);
    RearrangementTest.assertRefused(
        "scales or sizes must be one number for each of 2 axes",
        linear,
        x,
        NONE,
        FloatArray.of(1, 1, 2, 2));
    RearrangementTest.assertRefused(
        "axis 2 of 1x1x4x4 must not be resized by -1.0", linear, x, NONE, FloatArray.of(-1, 1));
    RearrangementTest.assertRefused(
        "axis 2 of 1x1x4x4 must not be resized by NaN",
        linear,
        x,
        NONE,
        FloatArray.of(Float.NaN, 1));
    RearrangementTest.assertRefused(
        "an array must hold fewer than 2^31 elements: 3999999983616",
        linear,
        x,
        NONE,
        FloatArray.of(1e12f, 1));
  }

  @Test
  void wholeNumbers_areInterpolatedAndLoseTheirFractions() {
    Resize linear = resize(Interpolation.LINEAR, Coordinates.HALF_PIXEL, false, false);
    var x = new LongArray(TensorShape.of(1, 1, 1, 2), new long[] {0, 10});
    GradientCheck.check(
        linear,
        1,
        _ -> new double[][] {{0, 2, 7, 10}},
        List.of(Optional.of(x), Optional.empty(), Optional.of(FloatArray.of(1, 2))));
  }
}
