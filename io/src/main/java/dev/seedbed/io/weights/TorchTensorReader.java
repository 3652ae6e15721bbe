package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.TorchGlobals.FROM_TYPE;
import static dev.seedbed.io.weights.TorchGlobals.PARAMETER;
import static dev.seedbed.io.weights.TorchGlobals.PARAMETER_WITH_STATE;
import static dev.seedbed.io.weights.TorchGlobals.REBUILD;
import static dev.seedbed.io.weights.TorchGlobals.REBUILD_V2;
import static dev.seedbed.io.weights.TorchGlobals.REBUILD_V3;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.pickle.Pickled;
import dev.seedbed.io.pickle.Pickled.Global;
import dev.seedbed.io.pickle.Pickled.Made;
import dev.seedbed.io.pickle.Pickled.Sequence;
import dev.seedbed.io.pickle.Pickled.Text;
import dev.seedbed.io.pickle.Pickled.Whole;
import dev.seedbed.io.zip.ZipMember;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes out tensors in the pickle of a state dict: which storage they are in, and where.
final class TorchTensorReader {
  private static final int MOST_AXES = 64;

  /// By their keys.
  private final Map<String, ZipMember> storages;

  /// The types of the tensors in those that were seen.
  private final Map<String, TorchType> types = new HashMap<>();

  /// @param storages the members that are storages, by their keys
  TorchTensorReader(Map<String, ZipMember> storages) {
    this.storages = storages;
  }

  static boolean isTensor(Pickled value) {
    return value instanceof Made(Global global, _, _, _)
        && switch (global.path()) {
          case REBUILD, REBUILD_V2, REBUILD_V3, PARAMETER, PARAMETER_WITH_STATE, FROM_TYPE -> true;
          default -> false;
        };
  }

  /// The tensor that a value is which [#isTensor].
  ///
  /// @throws MalformedModelException if it is not made of a storage of the file as PyTorch makes it
  TorchTensor read(String name, Pickled value) throws MalformedModelException {
    if (!(value instanceof Made(Global global, _, List<Pickled> arguments, _))) {
      throw broken(name, "be made by PyTorch's functions", "it is not");
    }
    return switch (global.path()) {
      case PARAMETER, PARAMETER_WITH_STATE -> read(name, inner(name, arguments, 0));
      case FROM_TYPE -> {
        boolean plain =
            arguments.size() > 2
                && arguments.get(1) instanceof Global type
                && TorchGlobals.TENSORS.contains(type.path());
        if (plain
            && arguments.get(0) instanceof Global function
            && arguments.get(2) instanceof Sequence(List<Pickled> items)) {
          var made = new Made(function, Pickled.Origin.CALLED, items, Pickled.Content.empty());
          yield read(name, inner(name, List.of(made), 0));
        }
        throw broken(name, "be a plain tensor", "a subclass");
      }
      case REBUILD, REBUILD_V2 -> rebuilt(name, arguments, Optional.empty(), 6);
      case REBUILD_V3 -> rebuilt(name, arguments, type(name, arguments), 7);
      default -> throw broken(name, "be made by PyTorch's functions", global.path());
    };
  }

  /// The tensor inside another, which is of no such kind itself.
  private static Pickled inner(String name, List<Pickled> arguments, int place)
      throws MalformedModelException {
    if (arguments.size() > place
        && arguments.get(place) instanceof Made made
        && isTensor(made)
        && !made.global().path().equals(FROM_TYPE)
        && !made.global().path().startsWith(PARAMETER)) {
      return made;
    }
    throw broken(name, "be a parameter of a plain tensor", "another value");
  }

  private static Optional<TorchType> type(String name, List<Pickled> arguments)
      throws MalformedModelException {
    Optional<TorchType> type =
        arguments.size() > 6
                && arguments.get(6) instanceof Global(String module, String dtype)
                && module.equals("torch")
            ? TorchType.of(dtype)
            : Optional.empty();
    if (type.isEmpty()) {
      throw broken(name, "have a known dtype", "another value");
    }
    return type;
  }

  /// @param own the type, if the storage does not say it
  /// @param plain how many arguments there are where nothing is left to be done to the numbers
  private TorchTensor rebuilt(
      String name, List<Pickled> arguments, Optional<TorchType> own, int plain)
      throws MalformedModelException {
    boolean complete =
        arguments.size() >= 4
            && arguments.get(0) instanceof Pickled.Persistent
            && arguments.get(1) instanceof Whole;
    if (!complete) {
      throw broken(name, "be made of a storage, an offset, a shape and strides", "other values");
    }
    if (arguments.size() > plain && arguments.get(plain) instanceof Pickled.Dict dict) {
      if (!dict.entries().isEmpty()) {
        throw broken(
            name,
            "have its numbers as they are; save it after .resolve_conj().resolve_neg()",
            "it is marked as negative or conjugate");
      }
    }
    var pickledOffset = (Whole) arguments.get(1);
    long[] shape = numbers(name, "shape", arguments.get(2));
    long[] strides = numbers(name, "strides", arguments.get(3));
    if (pickledOffset.value() < 0 || shape.length != strides.length) {
      throw broken(
          name,
          "have an offset from 0 on and a stride for each axis",
          "%d, %s, %s"
              .formatted(pickledOffset.value(), Arrays.toString(shape), Arrays.toString(strides)));
    }
    Storage storage = storage(name, (Pickled.Persistent) arguments.get(0));
    TorchType type = own.orElse(storage.type());
    TorchType before = types.putIfAbsent(storage.member().name(), type);
    if (before != null && !before.equals(type)) {
      throw broken(
          name,
          "share its storage with tensors of one type only",
          before.name() + " and " + type.name());
    }
    var view = new StridedView(pickledOffset.value(), shape, strides);
    checkInside(name, view, storage.bytes() / type.bytes());
    return new TorchTensor(name, type, storage.member(), view);
  }

  private static void checkInside(String name, StridedView view, long numbers)
      throws MalformedModelException {
    boolean inside;
    try {
      inside = Shapes.elements(view.shape()) == 0 || view.end() <= numbers;
    } catch (ArithmeticException e) {
      inside = false;
    }
    if (!inside) {
      throw broken(
          name,
          "lie within its storage of %d numbers".formatted(numbers),
          "shape %s, strides %s from %d on"
              .formatted(
                  Arrays.toString(view.shape()), Arrays.toString(view.strides()), view.offset()));
    }
  }

  private record Storage(ZipMember member, TorchType type, long bytes) {}

  /// A storage is called by 'storage', its class, its key, its device and its length.
  private Storage storage(String name, Pickled.Persistent persistent)
      throws MalformedModelException {
    boolean complete =
        persistent.id() instanceof Sequence(List<Pickled> items)
            && items.size() >= 5
            && items.get(0) instanceof Text(String kind)
            && kind.equals("storage")
            && items.get(1) instanceof Global global
            && TorchGlobals.isStorage(global)
            && items.get(2) instanceof Text
            && items.get(4) instanceof Whole;
    if (!complete) {
      throw broken(name, "have a storage with a class, a key and a length", "another value");
    }
    List<Pickled> id = ((Sequence) persistent.id()).items();
    TorchType type = TorchType.ofStorage(((Global) id.get(1)).name()).orElseThrow();
    String key = ((Text) id.get(2)).text();
    long length = ((Whole) id.get(4)).value();
    ZipMember member = storages.get(key);
    if (member == null) {
      throw broken(name, "have its numbers in the archive, as data/" + Quoted.of(key), "none");
    }
    if (length < 0 || length > member.size() / type.bytes()) {
      throw broken(
          name,
          "have a storage within %s, which has %d bytes".formatted(member.name(), member.size()),
          "%d numbers of %d bytes".formatted(length, type.bytes()));
    }
    return new Storage(member, type, length * type.bytes());
  }

  /// A tuple of whole numbers from 0 on, or a `torch.Size` of one.
  private static long[] numbers(String name, String what, Pickled value)
      throws MalformedModelException {
    Pickled plain =
        value instanceof Made(Global global, _, List<Pickled> arguments, _)
                && global.path().equals(TorchGlobals.SIZE)
                && arguments.size() == 1
            ? arguments.getFirst()
            : value;
    if (plain instanceof Sequence(List<Pickled> items)
        && items.size() <= MOST_AXES
        && items.stream().allMatch(item -> item instanceof Whole(long number) && number >= 0)) {
      return items.stream().mapToLong(item -> ((Whole) item).value()).toArray();
    }
    throw broken(
        name,
        "have at most %d whole numbers from 0 on as %s".formatted(MOST_AXES, what),
        "other values");
  }

  private static MalformedModelException broken(String name, String rule, String value) {
    return new MalformedModelException(
        "tensor '%s' must %s: %s".formatted(Quoted.of(name), rule, Quoted.of(value)));
  }
}
