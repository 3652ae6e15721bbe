package dev.seedbed.bench.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One initialiser of one library, or what a layer of it holds when nobody chose an initialiser.
///
/// @param library the library and its version, `djl 0.36.0`
/// @param name the library's own name: `dl4j:XAVIER`
/// @param layer the layer and its size: `dense 784→100`
/// @param promised the law that the name or the library's documentation states
/// @param drawn the law that the values follow
/// @param note what differs, or what to look out for; may be empty
public record Peer(
    String library,
    String name,
    String layer,
    Claim promised,
    Claim drawn,
    String note,
    Draw draw) {

  /// The values of a draw on which findings stand, at the least, unless they are all equal.
  public static final int ENOUGH = 100_000;

  /// Draws one tensor's values in the library's own order.
  public interface Draw {
    double[] values(int seed);
  }

  /// One that draws what it promises.
  static Peer right(String library, String name, String layer, Claim law, Draw draw) {
    return new Peer(library, name, layer, law, law, "", draw);
  }

  /// The same peer with a remark.
  Peer noting(String remark) {
    return new Peer(library, name, layer, promised, drawn, remark, draw);
  }

  /// Draws with seed 1, 2, … until there are enough values, or stops after two draws that hold one
  /// and the same value throughout.
  public double[] values() {
    List<double[]> draws = new ArrayList<>();
    long count = 0;
    while (count < ENOUGH) {
      double[] values = draw.values(draws.size() + 1);
      draws.add(values);
      count += values.length;
      if (draws.size() == 2 && Statistics.of(concatenate(draws)).sd() == 0) {
        break;
      }
    }
    return concatenate(draws);
  }

  private static double[] concatenate(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }
}
