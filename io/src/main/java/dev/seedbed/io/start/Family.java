package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Networks that are drawn by one published recipe: rules over the names that their tensors have in
/// the libraries that hold them.
///
/// @param id as it is asked for
/// @param title of the networks, and of the libraries whose names are known
/// @param source of the recipe
/// @param rules the first that fits a tensor is used for it
record Family(String id, String title, String source, List<Rule> rules) {
  Family {
    rules = List.copyOf(rules);
  }

  /// How tensors of some names are drawn.
  ///
  /// @param tensors a glob
  /// @param scheme what they are drawn by, given the sizes of the network
  record Rule(String tensors, Function<Sizes, String> scheme) {

    /// The same scheme in networks of all sizes.
    static Rule of(String tensors, String scheme) {
      return new Rule(tensors, _ -> scheme);
    }
  }

  /// The sizes of a network, by its tensors.
  record Sizes(List<StoredTensor> tensors) {
    private static final Pattern BLOCK =
        Pattern.compile("(?:^|[./])(?:h|layers?|blocks?|blk|stages)[./](\\d+)[./]");

    /// The number of its blocks.
    int layers() {
      int last = -1;
      for (StoredTensor tensor : tensors) {
        Matcher block = BLOCK.matcher(tensor.name());
        if (block.find()) {
          last = Math.max(last, Integer.parseInt(block.group(1)));
        }
      }
      return Math.max(1, last + 1);
    }

    /// The shape of the first tensor of such a name.
    Optional<long[]> shape(String glob) {
      var pattern = new Glob(glob);
      return tensors.stream()
          .filter(tensor -> pattern.matches(tensor.name()))
          .map(StoredTensor::shape)
          .findFirst();
    }
  }

  /// Its rules for the tensors of `file`.
  ///
  /// @throws InputException if none of them fits any tensor
  Recipe recipe(WeightFile file) {
    var sizes = new Sizes(file.tensors());
    var all = new ArrayList<DrawRule>();
    for (Rule rule : rules) {
      var glob = new Glob(rule.tensors());
      if (sizes.shape(rule.tensors()).isPresent()) {
        all.add(new DrawRule(glob, Catalogue.forTensors(rule.scheme().apply(sizes))));
      }
    }
    if (all.isEmpty()) {
      throw new InputException(
          "no tensor of %s has a name of the family %s (%s)".formatted(file.path(), id, title));
    }
    return new Recipe(id, title, source, all, Optional.empty());
  }
}
