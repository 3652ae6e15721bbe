package dev.seedbed.data;

/// A shape of [Shapeset]: the affine image of a regular polygon.
///
/// @param kind of polygon
/// @param width the factor by which it was stretched along x before its last rotation, in pixels
/// @param height likewise along y
/// @param x of its vertices, relative to the centre, in pixels; neighbours follow each other
/// @param y likewise
/// @param centreX where the centre of the polygon's circle stands in the image, from its left edge
/// @param centreY likewise, from the upper edge
record Shape(
    Kind kind,
    double width,
    double height,
    double[] x,
    double[] y,
    double centreX,
    double centreY) {

  /// The kind of shape that the image shows.
  enum Kind {
    TRIANGLE(0, 3, -41, 42),
    PARALLELOGRAM(1, 4, -31, 31),
    /// Nearly: a polygon of 20 vertices.
    ELLIPSE(2, 20, -5, 6);

    private static final int STEPS = 255;

    private final int number;
    private final int vertices;
    private final int least;
    private final int most;

    /// @param least pre-rotation, in steps of 2π/255: half the angle of the polygon's symmetry
    Kind(int number, int vertices, int least, int most) {
      this.number = number;
      this.vertices = vertices;
      this.least = least;
      this.most = most;
    }

    /// 0, 1 or 2.
    int number() {
      return number;
    }

    /// How many pre-rotations there are.
    int turns() {
      return most - least + 1;
    }

    /// The polygon's share of its circle's area.
    private double fullness() {
      return vertices * StrictMath.sin(2 * Math.PI / vertices) / (2 * Math.PI);
    }
  }

  /// How many rotations there are.
  static final int ROTATIONS = Kind.STEPS - 1;

  private static double angle(int step) {
    return 2 * Math.PI * step / Kind.STEPS;
  }

  /// The shape around the point (0, 0): the polygon in a circle of radius ½ with a horizontal edge
  /// at the bottom is turned, stretched, turned back until that edge is horizontal again, and then
  /// rotated.
  ///
  /// @param turn from 0 to [Kind#turns()] − 1
  /// @param rotation from 0 to [#ROTATIONS] − 1
  static Shape of(Kind kind, int turn, int rotation, double width, double height) {
    double pre = angle(kind.least + turn);
    double edgeX = width * StrictMath.cos(pre);
    double edgeY = height * StrictMath.sin(pre);
    double length = Math.sqrt(edgeX * edgeX + edgeY * edgeY);
    double cos = StrictMath.cos(angle(rotation));
    double sin = StrictMath.sin(angle(rotation));
    double[] x = new double[kind.vertices];
    double[] y = new double[kind.vertices];
    for (int k = 0; k < x.length; k++) {
      double at = -Math.PI / 2 + Math.PI * (2 * k + 1) / kind.vertices + pre;
      double stretchedX = width * StrictMath.cos(at) / 2;
      double stretchedY = height * StrictMath.sin(at) / 2;
      double backX = (stretchedX * edgeX + stretchedY * edgeY) / length;
      double backY = (stretchedY * edgeX - stretchedX * edgeY) / length;
      x[k] = backX * cos - backY * sin;
      y[k] = backX * sin + backY * cos;
    }
    return new Shape(kind, width, height, x, y, 0, 0);
  }

  /// The shape moved so that its bounding box with a margin of one pixel stands in a square image.
  ///
  /// @param alongX where between the outermost places, from 0 to 1
  Shape placed(int side, double alongX, double alongY) {
    return new Shape(kind, width, height, x, y, place(x, side, alongX), place(y, side, alongY));
  }

  private static double place(double[] along, int side, double where) {
    double least = 1 - min(along);
    double most = side - 1 + min(negative(along));
    return least + where * (most - least);
  }

  private static double min(double[] values) {
    double min = Double.POSITIVE_INFINITY;
    for (double value : values) {
      min = Math.min(min, value);
    }
    return min;
  }

  private static double[] negative(double[] values) {
    double[] negative = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      negative[i] = -values[i];
    }
    return negative;
  }

  /// An estimate of how much of this shape a later one covers, from the distance of their centres
  /// and how far each reaches towards the other.
  double covered(Shape later) {
    double dx = later.centreX - (int) centreX;
    double dy = later.centreY - (int) centreY;
    double distance = Math.sqrt(dx * dx + dy * dy);
    double reach =
        reach(dx / distance, dy / distance) + later.reach(-dx / distance, -dy / distance);
    if (!(reach >= distance)) {
      return 0;
    }
    double near = 1 - StrictMath.pow(2, -(reach - distance) / distance);
    return near * later.area() / area();
  }

  private double reach(double towardsX, double towardsY) {
    double reach = 0;
    for (int k = 0; k < x.length; k++) {
      reach = Math.max(reach, x[k] * towardsX + y[k] * towardsY);
    }
    return reach;
  }

  /// In units of π/4 pixels.
  private double area() {
    return width * height * kind.fullness();
  }

  /// Whether the point (`px`, `py`) of the image is inside.
  boolean covers(double px, double py) {
    double qx = px - centreX;
    double qy = py - centreY;
    for (int k = 0; k < x.length; k++) {
      int next = (k + 1) % x.length;
      double side = (x[next] - x[k]) * (qy - y[k]) - (y[next] - y[k]) * (qx - x[k]);
      if (side < 0) {
        return false;
      }
    }
    return true;
  }
}
