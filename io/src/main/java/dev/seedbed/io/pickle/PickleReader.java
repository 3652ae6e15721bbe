package dev.seedbed.io.pickle;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.pickle.Pickled.Content;
import dev.seedbed.io.pickle.Pickled.Dict;
import dev.seedbed.io.pickle.Pickled.Entry;
import dev.seedbed.io.pickle.Pickled.Global;
import dev.seedbed.io.pickle.Pickled.Made;
import dev.seedbed.io.pickle.Pickled.Origin;
import dev.seedbed.io.pickle.Pickled.Sequence;
import dev.seedbed.io.pickle.Pickled.Text;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a pickle of protocol 2 to 5 as data. It is a machine with a stack and a memo; what each
/// opcode does is said in CPython's `pickletools`.
public final class PickleReader {
  private static final int OLDEST = 2;
  private static final int NEWEST = 5;

  /// Bytes in memory: a place in the stack or the memo, and a container.
  private static final int SLOT = 24;

  private static final int CONTAINER = 72;

  private final PickleInput in;
  private final ArrayList<Pickled> stack = new ArrayList<>();

  /// Where in the stack what follows a mark begins.
  private final Deque<Integer> marks = new ArrayDeque<>();

  private final ArrayList<Pickled> memo = new ArrayList<>();
  private final Set<Global> globals = new LinkedHashSet<>();

  private PickleReader(PickleInput in) {
    this.in = in;
  }

  /// A pickle.
  ///
  /// @param globals all classes and functions that it names, also where its value has none of them
  public record Pickle(Pickled value, Set<Global> globals) {}

  /// Reads a pickle of `size` bytes.
  ///
  /// @param memory bytes that its values may take, at most
  /// @throws MalformedModelException if it is none of these protocols, is damaged, or takes more
  public static Pickle read(InputStream pickle, long size, long memory) throws IOException {
    var reader = new PickleReader(new PickleInput(pickle, size, memory));
    return new Pickle(reader.value(), reader.globals);
  }

  private Pickled value() throws IOException {
    if (opcode() != Opcode.PROTO) {
      throw in.broken("does not begin with its protocol");
    }
    protocol();
    for (Opcode opcode = opcode(); opcode != Opcode.STOP; opcode = opcode()) {
      in.make(SLOT);
      run(opcode);
    }
    Pickled value = pop();
    if (!stack.isEmpty() || !marks.isEmpty()) {
      throw in.broken("has more than one value");
    }
    return value;
  }

  private Opcode opcode() throws IOException {
    int code = in.unsignedByte();
    Optional<Opcode> opcode = Opcode.of(code);
    if (opcode.isEmpty()) {
      throw in.broken("has an opcode that protocols 2 to 5 do not write, 0x%02X".formatted(code));
    }
    return opcode.get();
  }

  private void protocol() throws IOException {
    int protocol = in.unsignedByte();
    if (protocol < OLDEST || protocol > NEWEST) {
      throw in.broken("must be of protocol 2 to 5, not " + protocol);
    }
  }

  private void run(Opcode opcode) throws IOException {
    switch (opcode) {
      case PROTO -> protocol();
      case FRAME -> in.signedLong();
      case STOP -> throw new IllegalStateException("it ends the loop");
      case MARK -> marks.push(stack.size());
      case POP -> pop();
      case POP_MARK -> popMark();
      case NONE -> stack.add(new Pickled.None());
      case NEWTRUE -> stack.add(new Pickled.Truth(true));
      case NEWFALSE -> stack.add(new Pickled.Truth(false));
      case BININT -> stack.add(new Pickled.Whole(in.signedInt()));
      case BININT1 -> stack.add(new Pickled.Whole(in.unsignedByte()));
      case BININT2 -> stack.add(new Pickled.Whole(in.unsignedShort()));
      case LONG1 -> stack.add(in.whole(in.unsignedByte()));
      case LONG4 -> stack.add(in.whole(in.signedInt()));
      case BINFLOAT -> stack.add(new Pickled.Real(in.big()));
      // Python 2 wrote its texts so.
      case SHORT_BINSTRING, SHORT_BINUNICODE -> stack.add(in.text(in.unsignedByte()));
      case BINSTRING -> stack.add(in.text(in.signedInt()));
      case BINUNICODE -> stack.add(in.text(in.unsignedInt()));
      case BINUNICODE8 -> stack.add(in.text(in.signedLong()));
      case SHORT_BINBYTES -> stack.add(in.skip(in.unsignedByte()));
      case BINBYTES -> stack.add(in.skip(in.unsignedInt()));
      case BINBYTES8, BYTEARRAY8 -> stack.add(in.skip(in.signedLong()));
      case EMPTY_TUPLE, EMPTY_LIST, EMPTY_SET -> sequence(List.of());
      case TUPLE, FROZENSET -> sequence(popMark());
      case TUPLE1 -> sequence(pop(1));
      case TUPLE2 -> sequence(pop(2));
      case TUPLE3 -> sequence(pop(3));
      case EMPTY_DICT -> {
        in.make(CONTAINER);
        stack.add(new Dict(new ArrayList<>(0)));
      }
      case APPEND -> append(pop(1));
      case APPENDS, ADDITEMS -> append(popMark());
      case SETITEM -> put(pop(2));
      case SETITEMS -> put(popMark());
      case BINGET -> get(in.unsignedByte());
      case LONG_BINGET -> get(in.unsignedInt());
      case BINPUT -> memoize(in.unsignedByte());
      case LONG_BINPUT -> memoize(in.unsignedInt());
      case MEMOIZE -> memoize(memo.size());
      case GLOBAL -> global(in.line(), in.line());
      case STACK_GLOBAL -> stackGlobal();
      case BINPERSID -> stack.add(new Pickled.Persistent(pop()));
      case REDUCE -> make(Origin.CALLED, pop());
      case NEWOBJ -> make(Origin.CONSTRUCTED, pop());
      case NEWOBJ_EX -> {
        pop();
        make(Origin.CONSTRUCTED, pop());
      }
      case BUILD -> build(pop());
    }
  }

  private Pickled pop() throws IOException {
    require(1);
    return stack.removeLast();
  }

  /// Values below the last mark are out of reach.
  private void require(int count) throws IOException {
    if (stack.size() - count < (marks.isEmpty() ? 0 : marks.peek())) {
      throw in.broken("takes more values than it has");
    }
  }

  private List<Pickled> pop(int count) throws IOException {
    require(count);
    return cut(stack.size() - count);
  }

  private List<Pickled> popMark() throws IOException {
    if (marks.isEmpty()) {
      throw in.broken("goes back to a mark that it has not set");
    }
    return cut(marks.pop());
  }

  private List<Pickled> cut(int from) {
    List<Pickled> top = stack.subList(from, stack.size());
    var values = new ArrayList<>(top);
    top.clear();
    return values;
  }

  private Pickled peek() throws IOException {
    require(1);
    return stack.getLast();
  }

  private void sequence(List<Pickled> items) throws IOException {
    in.make(CONTAINER);
    stack.add(new Sequence(new ArrayList<>(items)));
  }

  private void append(List<Pickled> items) throws IOException {
    switch (peek()) {
      case Sequence(List<Pickled> list) -> list.addAll(items);
      case Made(_, _, _, Content content) -> content.items().addAll(items);
      default -> throw in.broken("appends to what is no list");
    }
  }

  private void put(List<Pickled> keysAndValues) throws IOException {
    if (keysAndValues.size() % 2 != 0) {
      throw in.broken("has a key without a value");
    }
    List<Entry> entries =
        switch (peek()) {
          case Dict(List<Entry> own) -> own;
          case Made(_, _, _, Content content) -> content.entries();
          default -> throw in.broken("puts an entry into what is no dict");
        };
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      in.make(SLOT);
      entries.add(new Entry(keysAndValues.get(i), keysAndValues.get(i + 1)));
    }
  }

  private void get(long index) throws IOException {
    if (index >= memo.size()) {
      throw in.broken("has nothing in its memo at %d".formatted(index));
    }
    stack.add(memo.get((int) index));
  }

  /// Picklers number what they memoize.
  private void memoize(long index) throws IOException {
    if (index > memo.size()) {
      throw in.broken("leaves places of its memo free before %d".formatted(index));
    }
    if (index == memo.size()) {
      memo.add(peek());
    } else {
      memo.set((int) index, peek());
    }
  }

  private void global(String module, String name) {
    // Python 2's name, which protocol 2 keeps.
    var global = new Global(module.equals("__builtin__") ? "builtins" : module, name);
    globals.add(global);
    stack.add(global);
  }

  private void stackGlobal() throws IOException {
    List<Pickled> names = pop(2);
    if (names.get(0) instanceof Text(String module) && names.get(1) instanceof Text(String name)) {
      global(module, name);
    } else {
      throw in.broken("names a class by what is no text");
    }
  }

  private void make(Origin origin, Pickled arguments) throws IOException {
    if (pop() instanceof Global global && arguments instanceof Sequence(List<Pickled> items)) {
      in.make(3 * CONTAINER);
      stack.add(new Made(global, origin, items, Content.empty()));
    } else {
      throw in.broken("calls what it does not name");
    }
  }

  private void build(Pickled state) throws IOException {
    if (peek() instanceof Made(_, _, _, Content content)) {
      content.build(state);
    } else {
      throw in.broken("gives a state to what has none");
    }
  }
}
