package dev.seedbed.io.table;

import dev.seedbed.data.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The values of a column, which grow row by row.
sealed interface ColumnValues {
  void addMissing();

  default void add(float number) {
    throw new IllegalStateException("not a column of numbers");
  }

  default void add(double days) {
    throw new IllegalStateException("not a column of dates");
  }

  /// How many values are not missing.
  int present();

  /// The column of these values, which are then used up.
  Column column(String name);

  /// How long the next block of a column is: a short column takes little memory, and a long one is
  /// hardly ever copied.
  private static int block(int rows) {
    return Math.clamp(rows, 8, 1 << 16);
  }

  /// Those of a column that nobody wants.
  final class None implements ColumnValues {
    @Override
    public void addMissing() {}

    @Override
    public int present() {
      return 0;
    }

    @Override
    public Column column(String name) {
      throw new IllegalStateException("not a column that is wanted");
    }
  }

  /// Numbers.
  final class Floats implements ColumnValues {
    private final List<float[]> full = new ArrayList<>();
    private float[] block = new float[block(0)];
    private int length;
    private int rows;
    private int present;

    @Override
    public void add(float number) {
      present++;
      append(number);
    }

    @Override
    public void addMissing() {
      append(Float.NaN);
    }

    private void append(float number) {
      if (length == block.length) {
        full.add(block);
        block = new float[block(rows)];
        length = 0;
      }
      block[length++] = number;
      rows++;
    }

    @Override
    public int present() {
      return present;
    }

    @Override
    public Column column(String name) {
      float[] all = new float[rows];
      int at = 0;
      for (float[] some : full) {
        System.arraycopy(some, 0, all, at, some.length);
        at += some.length;
      }
      System.arraycopy(block, 0, all, at, length);
      full.clear();
      return new Column.Numbers(name, all);
    }
  }

  /// Dates.
  final class Doubles implements ColumnValues {
    private double[] days = new double[block(0)];
    private int rows;
    private int present;

    @Override
    public void add(double number) {
      present++;
      append(number);
    }

    @Override
    public void addMissing() {
      append(Double.NaN);
    }

    private void append(double number) {
      if (rows == days.length) {
        days = Arrays.copyOf(days, rows + Math.max(rows / 2, 1));
      }
      days[rows++] = number;
    }

    @Override
    public int present() {
      return present;
    }

    @Override
    public Column column(String name) {
      return new Column.Dates(name, Arrays.copyOf(days, rows));
    }
  }

  /// Texts, of which equal ones are held once.
  final class Strings implements ColumnValues {
    private static final int FEWEST_SLOTS = 8;

    private @Nullable String[] texts = new @Nullable String[block(0)];
    private int rows;
    private int present;
    private @Nullable String[] slots = new @Nullable String[FEWEST_SLOTS];
    private boolean[] plainText = new boolean[FEWEST_SLOTS];
    private int distinct;

    /// Adds a text, and evidence of what it is.
    void add(char[] text, int from, int to, CellEvidence evidence) {
      int slot = slot(text, from, to);
      if (slots[slot] == null) {
        slot = hold(new String(text, from, to - from));
        plainText[slot] = !evidence.see(text, from, to);
      } else if (plainText[slot]) {
        evidence.seeText();
      } else {
        evidence.see(text, from, to);
      }
      append(slots[slot]);
    }

    void add(char[] text, int from, int to) {
      int slot = slot(text, from, to);
      if (slots[slot] == null) {
        slot = hold(new String(text, from, to - from));
      }
      append(slots[slot]);
    }

    /// Where that text is held, or can be.
    private int slot(char[] text, int from, int to) {
      int hash = 0;
      for (int i = from; i < to; i++) {
        hash = 31 * hash + text[i];
      }
      int slot = first(hash);
      String held = slots[slot];
      while (held != null && !(held.hashCode() == hash && equal(held, text, from, to))) {
        slot = (slot + 1) & (slots.length - 1);
        held = slots[slot];
      }
      return slot;
    }

    private int first(int hash) {
      return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }

    private static boolean equal(String held, char[] text, int from, int to) {
      if (held.length() != to - from) {
        return false;
      }
      for (int i = from; i < to; i++) {
        if (held.charAt(i - from) != text[i]) {
          return false;
        }
      }
      return true;
    }

    private int hold(String text) {
      if (2 * ++distinct > slots.length) {
        grow();
      }
      int slot = free(text);
      slots[slot] = text;
      return slot;
    }

    private int free(String text) {
      int slot = first(text.hashCode());
      while (slots[slot] != null) {
        slot = (slot + 1) & (slots.length - 1);
      }
      return slot;
    }

    private void grow() {
      @Nullable String[] old = slots;
      boolean[] oldPlain = plainText;
      slots = new @Nullable String[2 * old.length];
      plainText = new boolean[slots.length];
      for (int i = 0; i < old.length; i++) {
        String held = old[i];
        if (held != null) {
          int slot = free(held);
          slots[slot] = held;
          plainText[slot] = oldPlain[i];
        }
      }
    }

    @Override
    public void addMissing() {
      append(null);
    }

    private void append(@Nullable String text) {
      if (rows == texts.length) {
        texts = Arrays.copyOf(texts, rows + Math.max(rows / 2, 1));
      }
      texts[rows++] = text;
      present += text == null ? 0 : 1;
    }

    @Override
    public int present() {
      return present;
    }

    @Override
    public Column column(String name) {
      return new Column.Texts(name, Arrays.copyOf(texts, rows));
    }
  }
}
