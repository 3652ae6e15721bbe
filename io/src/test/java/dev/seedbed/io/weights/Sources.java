package dev.seedbed.io.weights;

/// Elements that are easy to recognise.
final class Sources {
  /// Element i is i.
  static final ElementSource COUNTING = countingFrom(0);

  /// Each element becomes larger by one.
  static final ElementSource PLUS_ONE =
      new ElementSource() {
        @Override
        public void fill(long from, float[] values, int count) {
          for (int i = 0; i < count; i++) {
            values[i]++;
          }
        }

        @Override
        public boolean readsCurrent() {
          return true;
        }
      };

  private Sources() {}

  /// Element i is `first` + i.
  static ElementSource countingFrom(float first) {
    return (from, values, count) -> {
      for (int i = 0; i < count; i++) {
        values[i] = first + from + i;
      }
    };
  }
}
