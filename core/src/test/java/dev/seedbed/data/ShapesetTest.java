package dev.seedbed.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.distribution.ChiSquare;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShapesetTest {
  private static final Seed SEED = new Seed(0);
  private static final int MANY = 20_000;

  private static List<Shapeset.Image> images() {
    var stream = SEED.stream("shapeset");
    return IntStream.range(0, MANY).mapToObj(i -> Shapeset.image(stream, i)).toList();
  }

  @Test
  void images_classes_areAsFrequentAsTheRulesSay() {
    int[] counts = new int[Shapeset.CLASSES];
    images().forEach(image -> counts[image.label()]++);

    // One shape in half of the images; of two, a kind twice has 1/9, two kinds have 2/9.
    double x = 0;
    for (int c = 0; c < counts.length; c++) {
      double expected = MANY / (c < 3 ? 6.0 : c < 6 ? 9.0 : 18.0);
      x += (counts[c] - expected) * (counts[c] - expected) / expected;
    }
    // One false alarm in a million seeds.
    assertThat(ChiSquare.upperTail(x, counts.length - 1)).isGreaterThan(1e-6);
  }

  /// What 100,000 images of another implementation of the same rules gave: 40.6 % of the images
  /// with two shapes had a rejection, and there were 0.955 of them on average.
  @Test
  void images_secondShapes_areRejectedAsOften() {
    List<Shapeset.Image> pairs =
        images().stream().filter(image -> image.shapes().size() == 2).toList();

    double some = pairs.stream().filter(image -> image.rejections() > 0).count();
    double mean = pairs.stream().mapToInt(Shapeset.Image::rejections).average().orElseThrow();

    // Of 10,000 pairs: 5 standard errors √(0.406·0.594/10,000) = 0.0049 are 0.025; rejections have
    // about the deviation 1.9 of a geometric law mixed with 0, so 5 standard errors are 0.095.
    assertThat(some / pairs.size()).isCloseTo(0.406, within(0.025));
    assertThat(mean).isCloseTo(0.955, within(0.095));
    assertThat(pairs.stream().mapToInt(Shapeset.Image::rejections).max().orElseThrow())
        .isLessThan(50);
  }

  /// 20,000 images of that implementation had a mean pixel of −0.002 and a mean square of 0.372.
  @Test
  void images_pixels_haveTheMoments() {
    Dataset.Part part = Shapeset.images(SEED, 2_000);
    double sum = 0;
    double squares = 0;
    for (float pixel : part.inputs().data()) {
      assertThat(pixel).isBetween(-1f, 1f);
      sum += pixel;
      squares += (double) pixel * pixel;
    }
    int count = part.inputs().data().length;

    // Backgrounds, one number an image, make up most of the variance: the mean of 2,000 has the
    // standard error 0.61/√2,000 = 0.014 at most, and squares, in [0, 1] with deviation 0.2 over
    // images, one of 0.0045. 5 of each.
    assertThat(sum / count).isCloseTo(-0.002, within(0.07));
    assertThat(squares / count).isCloseTo(0.372, within(0.0225));
  }

  /// Medians in px²: triangles 71, parallelograms 104, ellipses 151, of 20,000 images, second
  /// shapes too, of which large ones are rejected.
  @Test
  void images_areas_areThose() {
    double[] medians = {71, 104, 151};
    List<Shape> shapes =
        images().subList(0, 6_000).stream().flatMap(image -> image.shapes().stream()).toList();

    for (Shape.Kind kind : Shape.Kind.values()) {
      double[] areas =
          shapes.stream()
              .filter(shape -> shape.kind() == kind)
              .mapToDouble(ShapesetTest::pixels)
              .sorted()
              .toArray();
      // 3,000 of them, of a relative deviation near 0.6: the median's standard error is about
      // 1.25·0.6/√3,000 = 1.4 % of the mean. 5 of them.
      double median = medians[kind.number()];
      assertThat(areas[areas.length / 2]).isCloseTo(median, within(0.07 * median));
    }
  }

  private static double pixels(Shape shape) {
    int covered = 0;
    for (int y = 0; y < Shapeset.SIDE; y++) {
      for (int x = 0; x < Shapeset.SIDE; x++) {
        covered += shape.covers(x + 0.5, y + 0.5) ? 1 : 0;
      }
    }
    return covered;
  }

  @Test
  void images_ofFewer_areTheSame() {
    Dataset.Part some = Shapeset.images(SEED, 3);
    Dataset.Part more = Shapeset.images(SEED, 5);

    assertThat(some.inputs().data())
        .isEqualTo(Arrays.copyOf(more.inputs().data(), some.inputs().data().length));
    assertThat(Shapeset.images(new Seed(1), 3).inputs().data()).isNotEqualTo(some.inputs().data());
  }
}
