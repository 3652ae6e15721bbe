package dev.seedbed.io.weights;

import dev.seedbed.io.pickle.Pickled.Global;
import java.util.Set;

/// The classes and functions that a state dict may name. They are those that PyTorch itself allows
/// with `weights_only=True` and that give or hold tensors with numbers of their own, and a few that
/// only hold data beside the tensors, such as the arguments of a training script.
final class TorchGlobals {
  static final String ORDERED_DICT = "collections.OrderedDict";
  static final String SIZE = "torch.Size";
  static final String REBUILD = "torch._utils._rebuild_tensor";
  static final String REBUILD_V2 = "torch._utils._rebuild_tensor_v2";
  static final String REBUILD_V3 = "torch._utils._rebuild_tensor_v3";
  static final String PARAMETER = "torch._utils._rebuild_parameter";
  static final String PARAMETER_WITH_STATE = "torch._utils._rebuild_parameter_with_state";
  static final String FROM_TYPE = "torch._tensor._rebuild_from_type_v2";

  /// The classes of tensors that [#FROM_TYPE] may make.
  static final Set<String> TENSORS = Set.of("torch.Tensor", "torch.nn.parameter.Parameter");

  private static final Set<String> DATA =
      Set.of(
          "_codecs.encode",
          "argparse.Namespace",
          "builtins.bytearray",
          "builtins.complex",
          "builtins.dict",
          "builtins.float",
          "builtins.frozenset",
          "builtins.int",
          "builtins.list",
          "builtins.range",
          "builtins.set",
          "builtins.slice",
          "builtins.str",
          "builtins.tuple",
          "collections.Counter",
          "collections.defaultdict",
          "collections.deque",
          "numpy._core.multiarray._reconstruct",
          "numpy._core.multiarray.scalar",
          "numpy.core.multiarray._reconstruct",
          "numpy.core.multiarray.scalar",
          "numpy.dtype",
          "numpy.ndarray",
          "pathlib.Path",
          "pathlib.PosixPath",
          "pathlib.PurePosixPath",
          "pathlib.PureWindowsPath",
          "pathlib.WindowsPath",
          "torch.device",
          "types.SimpleNamespace");

  private static final Set<String> REBUILDING =
      Set.of(
          ORDERED_DICT,
          SIZE,
          REBUILD,
          REBUILD_V2,
          REBUILD_V3,
          PARAMETER,
          PARAMETER_WITH_STATE,
          FROM_TYPE);

  private static final Set<String> STORAGE_MODULES = Set.of("torch", "torch.storage", "torch.cuda");

  private TorchGlobals() {}

  static boolean isKnown(Global global) {
    String path = global.path();
    return REBUILDING.contains(path)
        || TENSORS.contains(path)
        || DATA.contains(path)
        || isStorage(global)
        || (global.module().equals("torch") && TorchType.of(global.name()).isPresent());
  }

  static boolean isStorage(Global global) {
    return STORAGE_MODULES.contains(global.module())
        && TorchType.ofStorage(global.name()).isPresent();
  }
}
