package dev.seedbed.data;

import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// Shapeset-3×2: grey images of 32 × 32 pixels, each with one or two shapes, of which the second
/// may cover a part of the first. The network is to say which kinds are there: nine classes.
///
/// > second object does not overlap with the first by more than fifty percent of its area
///
/// (Glorot & Bengio 2010, section 2.1.) It is the first one's area that is meant, and the overlap
/// is estimated, not counted; so a small second shape may lie on the first as a whole.
///
/// The parameters are those that the paper's first author published with his generator: sides of
/// 0.2 to 0.8 of the image, darks up to 0.45 and lights from 0.55 of white, 50 attempts at the most
/// to place a second shape. The images are not his bit for bit, as random numbers and the filling
/// of polygons differ; their distribution is.
///
/// Image i of a seed depends on nothing but the seed and i: it is made of the numbers 256·i to
/// 256·i + 255 of the stream "shapeset".
public final class Shapeset {
  /// Pixels a side.
  public static final int SIDE = 32;

  /// One triangle, parallelogram or ellipse; a triangle and a parallelogram, a parallelogram and an
  /// ellipse, a triangle and an ellipse; two triangles, parallelograms or ellipses.
  public static final int CLASSES = 9;

  private static final int[] PAIR = {6, 3, 5, 3, 7, 4, 5, 4, 8};

  private static final int DARKS = 115;
  private static final int LEAST_LIGHT = 140;
  private static final int LIGHTS = 116;
  private static final double LEAST_SIDE = 0.2 * SIDE;
  private static final double MOST_SIDE = 0.8 * SIDE;
  private static final double MOST_COVERED = 0.5;
  private static final int MOST_REJECTIONS = 50;

  private Shapeset() {}

  /// The first `count` images of a seed.
  ///
  /// @return as inputs the pixels, row by row from the upper left corner, from −1 for black to 1
  ///   for white; as targets the class
  public static Dataset.Part images(Seed seed, int count) {
    RandomStream stream = seed.stream("shapeset");
    var pixels = new Matrix(count, SIDE * SIDE);
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      Image image = image(stream, i);
      image.paint(pixels, i);
      labels[i] = image.label();
    }
    return new Dataset.Part(pixels, new Targets.Classes(CLASSES, labels));
  }

  /// An image before it is painted.
  ///
  /// @param background from 0, black, to 255, white
  /// @param shapes one or two, the later over the earlier
  /// @param greys of the shapes
  /// @param rejections how many times a place of the second shape was refused
  record Image(int background, List<Shape> shapes, List<Integer> greys, int rejections) {

    int label() {
      int first = shapes.getFirst().kind().number();
      return shapes.size() == 1 ? first : PAIR[first * 3 + shapes.getLast().kind().number()];
    }

    private void paint(Matrix pixels, int row) {
      for (int y = 0; y < SIDE; y++) {
        for (int x = 0; x < SIDE; x++) {
          int grey = background;
          for (int s = 0; s < shapes.size(); s++) {
            if (shapes.get(s).covers(x + 0.5, y + 0.5)) {
              grey = greys.get(s);
            }
          }
          pixels.set(row, y * SIDE + x, 2f * grey / 255 - 1);
        }
      }
    }
  }

  static Image image(RandomStream stream, int index) {
    var numbers = new Numbers(stream, index);
    boolean lightShapes = numbers.below(2) == 0;
    int background = numbers.grey(!lightShapes);
    int count = 1 + numbers.below(2);
    var shapes = new ArrayList<Shape>();
    var greys = new ArrayList<Integer>();
    Shape.Kind[] kinds = Shape.Kind.values();
    int rejections = 0;
    for (int s = 0; s < count; s++) {
      Shape.Kind kind = kinds[numbers.below(kinds.length)];
      int turn = numbers.below(kind.turns());
      int rotation = numbers.below(Shape.ROTATIONS);
      Shape shape = numbers.shape(kind, turn, rotation);
      while (s > 0
          && shapes.getFirst().covered(shape) > MOST_COVERED
          && ++rejections < MOST_REJECTIONS) {
        shape = numbers.shape(kind, turn, rotation);
      }
      if (rejections < MOST_REJECTIONS) {
        shapes.add(shape);
        greys.add(numbers.grey(lightShapes));
      }
    }
    return new Image(background, shapes, greys, rejections);
  }

  /// The random numbers of one image, one after the other.
  private static final class Numbers {
    private static final int MOST = 256;

    private final int[] words = new int[MOST];
    private int next;

    Numbers(RandomStream stream, int image) {
      stream.words((long) image * MOST, words, 0, MOST);
    }

    /// From 0 to `bound` − 1; none is more likely by more than bound/2³².
    int below(int bound) {
      return (int) ((Integer.toUnsignedLong(words[next++]) * bound) >>> 32);
    }

    double between(double low, double high) {
      return low + (Integer.toUnsignedLong(words[next++]) + 0.5) * 0x1p-32 * (high - low);
    }

    int grey(boolean light) {
      return light ? LEAST_LIGHT + below(LIGHTS) : below(DARKS);
    }

    /// A shape of random size at a random place.
    Shape shape(Shape.Kind kind, int turn, int rotation) {
      double one = between(LEAST_SIDE, MOST_SIDE);
      double other = between(LEAST_SIDE, MOST_SIDE);
      return Shape.of(kind, turn, rotation, Math.max(one, other), Math.min(one, other))
          .placed(SIDE, between(0, 1), between(0, 1));
    }
  }
}
