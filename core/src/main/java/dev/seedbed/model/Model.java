package dev.seedbed.model;

import dev.seedbed.data.Encoder;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.List;

/// One network, or several that answer together, with what turns raw columns into their inputs and
/// their outputs into answers.
///
/// Several answer by the mean of their probabilities, or of their quantities (Lakshminarayanan et
/// al. 2017, arXiv:1612.01474, section 2.4).
///
/// @param members at least one, all of the same specification
public record Model(Encoder encoder, Target target, List<Network> members) {
  /// @throws IllegalArgumentException if they do not fit each other, as [ModelSpec] says
  public Model {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a model must have at least one network");
    }
    new ModelSpec(encoder, target, members.getFirst().spec());
    for (Network member : members) {
      if (!member.spec().equals(members.getFirst().spec())) {
        throw new IllegalArgumentException(
            "the networks of a model must have one specification: %s and %s"
                .formatted(members.getFirst().spec(), member.spec()));
      }
    }
  }

  /// A model of one network.
  public static Model of(Encoder encoder, Target target, Network network) {
    return new Model(encoder, target, List.of(network));
  }

  /// A model with the given parameters, named as [#tensors()] names them.
  ///
  /// @param members the number of networks
  /// @throws IllegalArgumentException if a tensor is missing or has another shape
  public static Model of(ModelSpec spec, int members, List<Tensor> tensors) {
    var networks = new ArrayList<Network>();
    for (int i = 0; i < members; i++) {
      String path = memberPath(i, members);
      List<Tensor> own =
          tensors.stream()
              .filter(tensor -> tensor.name().startsWith(path))
              .map(tensor -> tensor.named(tensor.name().substring(path.length())))
              .toList();
      try {
        networks.add(Network.of(spec.network(), own));
      } catch (IllegalArgumentException e) {
        throw path.isEmpty()
            ? e
            : new IllegalArgumentException("network %d: %s".formatted(i + 1, e.getMessage()), e);
      }
    }
    return new Model(spec.encoder(), spec.target(), networks);
  }

  /// The model without its weights.
  public ModelSpec spec() {
    return new ModelSpec(encoder, target, members.getFirst().spec());
  }

  /// What stands before the names of the tensors of network `index` (0 is the first) of a model of
  /// `members`: "member1/", or nothing if it is alone.
  public static String memberPath(int index, int members) {
    return members == 1 ? "" : "member" + (index + 1) + "/";
  }

  /// Copies of all parameters, network by network: "layer1/weight" of the only network,
  /// "member1/layer1/weight" of the first of several.
  public List<Tensor> tensors() {
    var tensors = new ArrayList<Tensor>();
    for (int i = 0; i < members.size(); i++) {
      String path = memberPath(i, members.size());
      members.get(i).tensors().stream()
          .map(tensor -> tensor.named(path + tensor.name()))
          .forEach(tensors::add);
    }
    return tensors;
  }

  /// The answers for all rows of `table`: rows × classes, the probabilities in the order of the
  /// target's labels; or rows × 1, the quantity in its own unit. Columns are found by name; others
  /// than the encoder's are passed over.
  ///
  /// @throws dev.seedbed.data.InputException if a column is missing or of the wrong kind
  public Matrix predict(Table table) {
    return predict(encoder.encode(table));
  }

  /// Likewise, for rows that are encoded already: rows × [Encoder#width()].
  public Matrix predict(Matrix inputs) {
    Matrix answers = outputs(inputs);
    if (target instanceof Target.Quantity quantity) {
      for (int i = 0; i < answers.rows(); i++) {
        answers.set(i, 0, quantity.decode(answers.get(i, 0)));
      }
    }
    return answers;
  }

  /// The mean of the networks' outputs, rows × outputs: probabilities, or quantities scaled as the
  /// target says.
  public Matrix outputs(Matrix inputs) {
    Matrix sums = Encoder.matrix(inputs.rows(), target.width());
    for (Network member : members) {
      addOutputs(member, inputs, sums);
    }
    if (members.size() > 1) {
      float[] data = sums.data();
      for (int i = 0; i < data.length; i++) {
        data[i] /= members.size();
      }
    }
    return sums;
  }

  private static void addOutputs(Network network, Matrix inputs, Matrix sums) {
    int most = Math.min(Propagation.USUAL_ROWS, inputs.rows());
    var propagation = new Propagation(network, most, Kernels.best());
    for (int from = 0; from < inputs.rows(); from += most) {
      int rows = Math.min(most, inputs.rows() - from);
      Panels outputs = propagation.forward(inputs, from, rows);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < sums.columns(); j++) {
          sums.set(from + i, j, sums.get(from + i, j) + outputs.get(i, j));
        }
      }
    }
  }
}
