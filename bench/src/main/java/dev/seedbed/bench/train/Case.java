package dev.seedbed.bench.train;

import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import java.util.ArrayList;
import java.util.List;

/// A network and a minibatch to measure: tanh in hidden layers, softmax cross-entropy, SGD with
/// momentum and weight decay.
///
/// @param widths from the inputs to the outputs
public record Case(String name, List<Integer> widths, int minibatch) {
  /// What all contestants step by. It stays as it is when the defaults of `train` change, so that
  /// dated results can be compared.
  static final Sgd OPTIMIZER = new Sgd(0.02, 0.9, 1e-4);

  static final Schedule SCHEDULE = new Schedule.Constant();

  /// From the usual to the extremes.
  static final List<Case> ALL =
      List.of(
          new Case("784-128-10", List.of(784, 128, 10), 32),
          new Case("30-64-64-10", List.of(30, 64, 64, 10), 32),
          new Case("13-32-10", List.of(13, 32, 10), 16),
          new Case("784-256-256-256-10", List.of(784, 256, 256, 256, 10), 64),
          new Case("784-1000x5-10", List.of(784, 1000, 1000, 1000, 1000, 1000, 10), 10));

  /// The case with that name.
  static Case named(String name) {
    return ALL.stream()
        .filter(one -> one.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such network: " + name));
  }

  NetworkSpec spec() {
    return new NetworkSpec(widths, new Activation.Tanh(), Loss.CROSS_ENTROPY);
  }

  /// Multiplications and additions of one step's products.
  long flops() {
    return products().stream().mapToLong(Product::flops).sum();
  }

  /// The products of one step in their order: forward through all layers, then backward the weight
  /// gradient of each layer and the input gradient of all but the first.
  List<Product> products() {
    var products = new ArrayList<Product>();
    int layers = widths.size() - 1;
    for (int l = 0; l < layers; l++) {
      products.add(product(Product.Kind.FORWARD, l));
    }
    for (int l = layers - 1; l >= 0; l--) {
      products.add(product(Product.Kind.WEIGHT_GRADIENT, l));
      if (l > 0) {
        products.add(product(Product.Kind.INPUT_GRADIENT, l));
      }
    }
    return products;
  }

  private Product product(Product.Kind kind, int layer) {
    return new Product(kind, layer, minibatch, widths.get(layer), widths.get(layer + 1));
  }
}
