package dev.seedbed.bench.check.graph;

import java.util.EnumSet;
import java.util.Set;

/// What the weights of a layer are for.
enum Role {
  /// A layer on the only path.
  HIDDEN,
  /// The last layer.
  HEAD,
  /// A layer of a residual branch, but the last.
  BRANCH,
  /// The last layer of a residual branch.
  BRANCH_END,
  QUERY,
  KEY,
  VALUE,
  /// The table of the symbols.
  TOKENS,
  /// The table of the places.
  POSITIONS,
  /// A recurrent layer's weights of its inputs.
  INPUT,
  /// A recurrent layer's weights of its own state.
  STATE,
  /// γ and β of a normalisation, or the factor of a residual branch.
  SCALE,
  /// The same at the end of a residual branch.
  END_SCALE;

  /// Tables, which sum nothing.
  static final Set<Role> TABLES = EnumSet.of(TOKENS, POSITIONS);

  static final Set<Role> SCALES = EnumSet.of(SCALE, END_SCALE);

  /// All that multiply inputs by a matrix.
  static final Set<Role> MATRICES =
      EnumSet.of(HIDDEN, HEAD, BRANCH, BRANCH_END, QUERY, KEY, VALUE, INPUT, STATE);
}
