package dev.seedbed;

import dev.seedbed.data.Column;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.random.Seed;
import java.util.List;

/// Small data for tests.
public final class Examples {

  private Examples() {}

  /// Numbers drawn for a column.
  public static Column.Numbers numbers(String name, int rows) {
    float[] values = new float[rows];
    new Seed(99).stream(name).symmetricUniform(0, values);
    return new Column.Numbers(name, values);
  }

  /// Two inputs, and whether their sum is "low", "middle" or "high".
  public static Dataset classes(int rows) {
    Column.Numbers a = numbers("a", rows);
    Column.Numbers b = numbers("b", rows);
    String[] classes = new String[rows];
    for (int i = 0; i < rows; i++) {
      float sum = a.values()[i] + b.values()[i];
      classes[i] = sum < -0.4f ? "low" : sum < 0.4f ? "middle" : "high";
    }
    var table = new Table("sums", List.of(a, b, new Column.Texts("sum", classes)));
    return Dataset.of(table, DataSpec.of("sum"));
  }

  /// Two inputs, and whether their sum is "low" or "high", which is rarer.
  public static Dataset twoClasses(int rows) {
    Column.Numbers a = numbers("a", rows);
    Column.Numbers b = numbers("b", rows);
    String[] classes = new String[rows];
    for (int i = 0; i < rows; i++) {
      classes[i] = a.values()[i] + b.values()[i] < 0.5f ? "low" : "high";
    }
    var table = new Table("sums", List.of(a, b, new Column.Texts("sum", classes)));
    return Dataset.of(table, DataSpec.of("sum"));
  }

  /// Two inputs, and their product.
  public static Dataset quantity(int rows) {
    Column.Numbers a = numbers("a", rows);
    Column.Numbers b = numbers("b", rows);
    float[] product = new float[rows];
    for (int i = 0; i < rows; i++) {
      product[i] = a.values()[i] * b.values()[i];
    }
    var table = new Table("products", List.of(a, b, new Column.Numbers("product", product)));
    return Dataset.of(table, DataSpec.of("product"));
  }
}
