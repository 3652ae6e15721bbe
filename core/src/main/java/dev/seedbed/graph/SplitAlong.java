package dev.seedbed.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts an array along an axis. Inputs: the array, and the parts' lengths; without them, parts are
/// equal, and the last is shorter if that does not work out.
///
/// @param axis from 0 on, or from the end if negative
public record SplitAlong(int axis) implements Rearrangement {
  @Override
  public String name() {
    return "Split";
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    TensorShape whole = in.shape(0);
    int at = Lengths.axis(axis, whole);
    long[] lengths = lengths(whole.length(at), in);
    var parts = new ArrayList<NdArray>();
    int start = 0;
    for (long length : lengths) {
      parts.add(Concat.part(whole, at, start, whole.with(at, length)).read(in.get(0), in.team()));
      start += (int) length;
    }
    return parts;
  }

  private static long[] lengths(int length, Operands in) {
    if (in.find(1).isPresent()) {
      long[] given = in.longs(1).data();
      long sum = 0;
      for (long part : given) {
        if (part < 0 || part > length) {
          throw new IllegalArgumentException(
              "parts must be from 0 to %d long: %d".formatted(length, part));
        }
        sum += part;
      }
      if (sum != length) {
        throw new IllegalArgumentException(
            "parts must add up to %d: %s".formatted(length, Arrays.toString(given)));
      }
      return given;
    }
    long[] parts = new long[in.outputCount()];
    int each = Math.ceilDiv(length, parts.length);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Math.clamp((long) length - (long) i * each, 0, each);
    }
    return parts;
  }

  @Override
  public void gradients(Backward back) {
    if (!back.wants(0)) {
      return;
    }
    TensorShape whole = back.inputShape(0);
    int at = whole.axis(axis);
    FloatArray sum = FloatArray.of(whole);
    int start = 0;
    for (int i = 0; i < back.outputCount(); i++) {
      TensorShape part = back.outputShape(i);
      Strided places = Concat.part(whole, at, start, part);
      back.gradient(i).ifPresent(g -> places.write(g, sum, back.team()));
      start += part.length(at);
    }
    back.add(0, sum);
  }
}
