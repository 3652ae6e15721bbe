package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Kernel.Kind;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LayoutTest {
  private static long[] shape(String text) {
    String[] parts = text.split("x", -1);
    long[] shape = new long[parts.length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = Long.parseLong(parts[i]);
    }
    return shape;
  }

  @ParameterizedTest
  @CsvSource({
    "OUT_IN, DENSE, 100x784, 1, 1, 784, 100",
    "IN_OUT, DENSE, 784x100, 1, 1, 784, 100",
    "OUT_IN, DENSE, 2x4x100x784, 1, 1, 784, 100",
    "IN_OUT, DENSE, 8x784x100, 1, 1, 784, 100",
    "OUT_IN, CONVOLUTION, 64x3x3x3, 1, 1, 27, 576",
    "IN_OUT, CONVOLUTION, 3x3x3x64, 1, 4, 27, 144",
    "OUT_IN, CONVOLUTION, 16x2x3x3, 4, 1, 18, 36",
    "OUT_IN, CONVOLUTION, 16x8x5, 1, 1, 40, 80",
    "OUT_IN, DEPTHWISE_CONVOLUTION, 64x1x3x3, 64, 1, 9, 9",
    "IN_OUT, DEPTHWISE_CONVOLUTION, 3x3x64x2, 1, 1, 9, 18",
    "OUT_IN, TRANSPOSED_CONVOLUTION, 64x32x4x4, 1, 1, 1024, 512",
    "IN_OUT, TRANSPOSED_CONVOLUTION, 4x4x32x64, 1, 4, 256, 512",
    "OUT_IN, EMBEDDING, 1000x128, 1, 1, 1, 128",
    "IN_OUT, EMBEDDING, 1000x128, 1, 1, 1, 128",
    "OUT_IN, RECURRENT, 120x20, 4, 1, 20, 30",
    "IN_OUT, RECURRENT, 20x120, 4, 1, 20, 30",
    "OUT_IN, ATTENTION, 192x64, 3, 1, 64, 64",
    "IN_OUT, ATTENTION, 64x4x16, 4, 1, 64, 64",
    "IN_OUT, ATTENTION, 4x16x48, 1, 1, 64, 48"
  })
  void kernel_shape_fansOfTheKind(
      Layout layout, Kind kind, String shape, int blocks, int stride, double in, double out) {
    Kernel kernel = layout.kernel(kind, shape(shape), blocks, stride);
    assertThat(kernel.fans()).isEqualTo(new Fans(in, out));
    long count = 1;
    for (long length : shape(shape)) {
      count *= length;
    }
    assertThat(kernel.count()).isEqualTo(count);
  }

  /// Every element is stored at a place of its own.
  @ParameterizedTest
  @EnumSource(Layout.class)
  void index_allKinds_bijection(Layout layout) {
    for (Kernel kernel :
        Set.of(
            Kernel.dense(3, 5),
            Kernel.stack(4, 3, 5),
            Kernel.convolution(4, 6, 9, 2, 1),
            Kernel.transposedConvolution(4, 6, 9, 2, 1),
            Kernel.depthwise(3, 2, 9, 1),
            Kernel.embedding(7, 3),
            Kernel.gates(4, 3, 2),
            Kernel.toHeads(7, 3, 2),
            Kernel.fromHeads(3, 2, 5))) {
      var places = new HashSet<Long>();
      for (int block = 0; block < kernel.blocks(); block++) {
        for (int unit = 0; unit < kernel.units(); unit++) {
          for (int input = 0; input < kernel.inputs(); input++) {
            for (int tap = 0; tap < kernel.taps(); tap++) {
              places.add(layout.index(kernel, block, unit, input, tap));
            }
          }
        }
      }
      float[] made = new float[(int) kernel.count()];
      for (int i = 0; i < made.length; i++) {
        made[i] = i;
      }
      assertThat(layout.made(kernel, layout.stored(kernel, made))).containsExactly(made);
      assertThat(places).hasSize((int) kernel.count());
      assertThat(places).allMatch(place -> place >= 0 && place < kernel.count());
    }
  }

  @Test
  void stored_dense_transposedWhereInputsComeFirst() {
    float[] made = {1, 2, 3, 4, 5, 6};
    assertThat(Layout.OUT_IN.stored(Kernel.dense(3, 2), made)).containsExactly(made);
    assertThat(Layout.IN_OUT.stored(Kernel.dense(3, 2), made)).containsExactly(1, 4, 2, 5, 3, 6);
  }

  /// The matrices of a stack stand one after the other, each as it would alone.
  @Test
  void stored_stack_matrixByMatrix() {
    float[] made = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Kernel stack = Kernel.stack(2, 3, 2);
    assertThat(Layout.OUT_IN.stored(stack, made)).containsExactly(made);
    assertThat(Layout.IN_OUT.stored(stack, made))
        .containsExactly(1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12);
  }

  @Test
  void kernel_wrongShape_refused() {
    assertThatThrownBy(() -> Layout.OUT_IN.kernel(Kind.DENSE, new long[] {4}, 1, 1))
        .hasMessage("a layer of kind dense has weights of 2 or more axes: [4]");
    assertThatThrownBy(() -> Layout.OUT_IN.kernel(Kind.CONVOLUTION, new long[] {4, 4}, 1, 1))
        .hasMessage("a layer of kind convolution has weights of 3 or more axes: [4, 4]");
    assertThatThrownBy(() -> Layout.OUT_IN.kernel(Kind.RECURRENT, new long[] {10, 4}, 4, 1))
        .hasMessage("10 outputs cannot be shared out among 4 blocks");
    assertThatThrownBy(() -> Layout.IN_OUT.kernel(Kind.ATTENTION, new long[] {8, 4, 2}, 3, 1))
        .hasMessage("an attention layer has as many blocks as heads, or 1: 3 in [8, 4, 2]");
    assertThatThrownBy(() -> Layout.OUT_IN.kernel(Kind.ATTENTION, new long[] {8, 4, 2}, 4, 1))
        .hasMessage("a layer of kind attention has weights of 2 axes: [8, 4, 2]");
  }
}
