package dev.seedbed.bench.check.graph;

import dev.seedbed.graph.Graph;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;

/// A network for a task, with its reference.
///
/// @param name without its task
/// @param f of hidden layers
/// @param reference how it starts well; has a scheme
record GraphNetwork(
    Family family,
    String name,
    GraphTask task,
    Activation f,
    Architecture architecture,
    Start reference) {

  /// A kind of network, with how many cases there are of it.
  enum Family {
    CONVOLUTIONAL(160),
    RESIDUAL(120),
    NORMALISED(120),
    ATTENTION(140),
    RECURRENT(130),
    PERIODIC(30);

    private final int cases;

    Family(int cases) {
      this.cases = cases;
    }

    int cases() {
      return cases;
    }
  }

  String title() {
    return task.name() + " " + name;
  }

  /// The network as a start of it is drawn from a seed.
  Graph draw(Start start, Seed seed) {
    var plan = new NetworkPlan(task, start.f().orElse(f));
    String output = architecture.build(plan);
    return plan.graph(StartDraw.of(plan, output, start.after(reference), seed), output);
  }
}
