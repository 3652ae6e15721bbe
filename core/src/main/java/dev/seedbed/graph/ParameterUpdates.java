package dev.seedbed.graph;

import java.util.List;

/// Training steps on the parameters of a graph, which are changed where they are.
///
/// ```java
/// var updates = new ParameterUpdates(graph, new ParameterUpdates.Adam(1e-3));
/// Run run = Run.forBackward(graph, inputs, team, Run.Observer.NONE);
/// run.backward(gradients);
/// updates.step(run);
/// ```
public final class ParameterUpdates {
  private final List<Learner> learners;
  private int steps;

  /// How gradients become steps.
  public sealed interface Method {}

  /// Gradient descent with momentum: v ← momentum · v + gradient, w ← w − rate · v. Polyak 1964, as
  /// PyTorch's SGD has it.
  ///
  /// @param rate above 0
  /// @param momentum in \[0, 1)
  public record Momentum(double rate, double momentum) implements Method {}

  /// Adam (Kingma & Ba 2015, arXiv:1412.6980, algorithm 1), with β₁ = 0.9 and β₂ = 0.999.
  ///
  /// @param rate above 0
  public record Adam(double rate) implements Method {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
  }

  /// A tensor that learns.
  private interface Learner {
    String name();

    /// @param step from 1
    void step(float[] gradient, int step);
  }

  /// @param graph whose parameters nothing else uses while they learn
  public ParameterUpdates(Graph graph, Method method) {
    learners =
        graph.parameters().stream()
            .sorted()
            .map(name -> {
              float[] values = graph.tensor(name).orElseThrow().asFloats().data();
              return switch (method) {
                case Momentum momentum -> withMomentum(name, values, momentum);
                case Adam adam -> withMoments(name, values, adam);
              };
            })
            .toList();
  }

  private record WithMomentum(String name, float[] values, float[] velocity, Momentum method)
      implements Learner {
    @Override
    public void step(float[] gradient, int step) {
      float rate = (float) method.rate;
      float momentum = (float) method.momentum;
      for (int i = 0; i < values.length; i++) {
        velocity[i] = momentum * velocity[i] + gradient[i];
        values[i] -= rate * velocity[i];
      }
    }
  }

  private static Learner withMomentum(String name, float[] values, Momentum method) {
    return new WithMomentum(name, values, new float[values.length], method);
  }

  private record WithMoments(
      String name, float[] values, float[] means, float[] squares, Adam method) implements Learner {
    @Override
    public void step(float[] gradients, int step) {
      double rate =
          method.rate
              * Math.sqrt(1 - StrictMath.pow(Adam.BETA2, step))
              / (1 - StrictMath.pow(Adam.BETA1, step));
      for (int i = 0; i < values.length; i++) {
        double gradient = gradients[i];
        means[i] += (float) ((1 - Adam.BETA1) * (gradient - means[i]));
        squares[i] += (float) ((1 - Adam.BETA2) * (gradient * gradient - squares[i]));
        values[i] -= (float) (rate * means[i] / (Math.sqrt(squares[i]) + Adam.EPSILON));
      }
    }
  }

  private static Learner withMoments(String name, float[] values, Adam method) {
    return new WithMoments(
        name, values, new float[values.length], new float[values.length], method);
  }

  /// Steps along the gradients of a run that went backward. Tensors that the loss does not depend
  /// on stay.
  public void step(Run run) {
    steps++;
    for (Learner learner : learners) {
      run.gradient(learner.name()).ifPresent(gradient -> learner.step(gradient.data(), steps));
    }
  }
}
