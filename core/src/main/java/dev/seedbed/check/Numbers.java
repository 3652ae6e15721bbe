package dev.seedbed.check;

import dev.seedbed.kernel.Panels;

/// Numbers that can be gone through again and again in the same order, without a copy of them.
interface Numbers {
  /// Receives the numbers, a run of neighbours at a time.
  @FunctionalInterface
  interface Reader {
    void add(float[] values, int from, int length);
  }

  long count();

  void read(Reader reader);

  /// The numbers of the first rows of a matrix.
  static Numbers of(Panels panels, int rows) {
    return new Numbers() {
      @Override
      public long count() {
        return (long) rows * panels.columns();
      }

      @Override
      public void read(Reader reader) {
        for (int p = 0; p < panels.panels(); p++) {
          for (int i = 0; i < rows; i++) {
            reader.add(panels.data(), panels.at(p, i), panels.columnsOf(p));
          }
        }
      }
    };
  }

  static Numbers of(float[] values) {
    return new Numbers() {
      @Override
      public long count() {
        return values.length;
      }

      @Override
      public void read(Reader reader) {
        reader.add(values, 0, values.length);
      }
    };
  }
}
