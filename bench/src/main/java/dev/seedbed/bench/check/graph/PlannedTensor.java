package dev.seedbed.bench.check.graph;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Place;
import dev.seedbed.init.Scheme;
import dev.seedbed.random.Seed;

/// A parameter of a planned network.
///
/// @param path its name
/// @param place of the weights, or of the bias that goes with them
/// @param order how its elements are stored
/// @param active whether f follows the layer
record PlannedTensor(
    String path, Role role, Place place, Order order, TensorShape shape, boolean active) {

  /// In which order elements are stored.
  enum Order {
    /// Units first, as schemes draw them.
    UNITS_FIRST,
    /// Inputs first, then units, then the window.
    INPUTS_FIRST
  }

  boolean isBias() {
    return place.part() == Place.Part.BIAS;
  }

  /// Weights that are summed over.
  boolean isMatrix() {
    return !isBias() && Role.MATRICES.contains(role);
  }

  /// Draws the tensor from the stream of its path, units first.
  ///
  /// @param scheme a name of the catalogue
  float[] draw(String scheme, Seed seed) {
    Scheme drawn = Catalogue.scheme(Catalogue.faithful(scheme));
    float[] values = new float[shape.elements()];
    Draw draw = Draw.of(isBias() ? drawn.biases() : drawn.weights(), place, seed.stream(path));
    switch (draw) {
      // A recurrent layer has two biases a gate; schemes for gates give one.
      case Draw.Whole whole -> {
        float[] made = whole.make();
        System.arraycopy(made, 0, values, 0, made.length);
      }
      case Draw.Independent _, Draw.Added _ -> draw.fill(values);
    }
    return values;
  }

  /// The array that holds elements that were drawn.
  ///
  /// @param drawn units first
  FloatArray stored(float[] drawn) {
    if (order == Order.UNITS_FIRST) {
      return new FloatArray(shape, drawn.clone());
    }
    int units = place.kernel().units();
    int inputs = place.kernel().inputs();
    int taps = place.kernel().taps();
    FloatArray stored = FloatArray.of(shape);
    for (int i = 0; i < units * inputs; i++) {
      int to = (i % inputs * units + i / inputs) * taps;
      System.arraycopy(drawn, i * taps, stored.data(), to, taps);
    }
    return stored;
  }
}
