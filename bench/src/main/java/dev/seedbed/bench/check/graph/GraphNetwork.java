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

  /// A kind of network, with how many cases there are of it: of starts believed sound, and of
  /// others.
  enum Family {
    CONVOLUTIONAL(36, 89),
    RESIDUAL(30, 72),
    NORMALISED(30, 72),
    ATTENTION(33, 80),
    RECURRENT(26, 65),
    PERIODIC(10, 24);

    private final int sound;
    private final int others;

    Family(int sound, int others) {
      this.sound = sound;
      this.others = others;
    }

    int sound() {
      return sound;
    }

    int others() {
      return others;
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
