package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.seedbed.kernel.Panels;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowMatrixTest {
  private static final int CHANNELS = 3;
  private static final int IMAGES = 3;

  /// Lines shorter and longer than a panel, windows that overlap or leave gaps, and padding that is
  /// wider than they are; and one whose elements are too many to keep where they stand.
  @ParameterizedTest
  @CsvSource({
    // height, width, kernel, stride, dilation, padding
    "7, 7, 3, 1, 1, 1",
    "3, 50, 3, 1, 1, 1",
    "9, 14, 5, 1, 1, 2",
    "9, 33, 3, 2, 1, 1",
    "12, 12, 2, 3, 2, 0",
    "2, 2, 3, 1, 1, 4",
    "1, 1, 1, 1, 1, 2",
    "5, 40, 3, 1, 2, 2",
    "6, 5, 1, 1, 1, 0",
    "80, 80, 70, 1, 1, 0",
  })
  void pack_anyColumns_areTheElementsOfWindows(
      int height, int width, int kernel, int stride, int dilation, int padding) {
    int[] in = {1, height, width};
    int[] out = new int[3];
    for (int axis = 0; axis < 3; axis++) {
      out[axis] =
          axis == 0 ? 1 : (in[axis] + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
    }
    var windows =
        new Windows(
            in,
            out,
            new int[] {1, kernel, kernel},
            new int[] {1, stride, stride},
            new int[] {1, dilation, dilation},
            new int[] {0, padding, padding},
            new int[] {0, padding, padding});
    float[] images = GradientCheck.random(1, IMAGES, CHANNELS, height, width).data();
    var matrix = new WindowMatrix(images, CHANNELS, 1, windows);
    int all = IMAGES * windows.outputs();
    int rows = (CHANNELS - 1) * kernel * kernel;
    for (int column = 0; column < all; column += 1 + all / 7) {
      int columns = Math.min(all - column, 70);
      int row = column % rows;
      var into = new Panels(rows - row, columns);
      Arrays.fill(into.data(), Float.NaN);
      matrix.columns(column, columns).pack(row, into);
      for (int i = 0; i < into.rows(); i++) {
        float[] packed = new float[columns];
        float[] wanted = new float[columns];
        for (int j = 0; j < columns; j++) {
          packed[j] = into.get(i, j);
          wanted[j] = element(images, windows, row + i, column + j);
        }
        assertArrayEquals(wanted, packed, "row %d from column %d on".formatted(row + i, column));
      }
    }
  }

  private static float element(float[] images, Windows windows, int row, int column) {
    int[] kernel = windows.kernel();
    int channel = 1 + row / windows.kernelElements();
    int image = column / windows.outputs();
    int window = column % windows.outputs();
    int y = windows.place(1, window / windows.out()[2], row / kernel[2] % kernel[1]);
    int x = windows.place(2, window % windows.out()[2], row % kernel[2]);
    int[] in = windows.in();
    boolean inside = y >= 0 && y < in[1] && x >= 0 && x < in[2];
    return inside ? images[((image * CHANNELS + channel) * in[1] + y) * in[2] + x] : 0;
  }
}
