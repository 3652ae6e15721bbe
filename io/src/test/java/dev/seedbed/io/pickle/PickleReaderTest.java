package dev.seedbed.io.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.io.FileMutator;
import dev.seedbed.io.FileMutator.Envelope;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.pickle.PickleReader.Pickle;
import dev.seedbed.io.pickle.Pickled.Bytes;
import dev.seedbed.io.pickle.Pickled.Dict;
import dev.seedbed.io.pickle.Pickled.Entry;
import dev.seedbed.io.pickle.Pickled.Global;
import dev.seedbed.io.pickle.Pickled.Made;
import dev.seedbed.io.pickle.Pickled.None;
import dev.seedbed.io.pickle.Pickled.Origin;
import dev.seedbed.io.pickle.Pickled.Persistent;
import dev.seedbed.io.pickle.Pickled.Real;
import dev.seedbed.io.pickle.Pickled.Sequence;
import dev.seedbed.io.pickle.Pickled.Text;
import dev.seedbed.io.pickle.Pickled.Truth;
import dev.seedbed.io.pickle.Pickled.Whole;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleReaderTest {
  private static final long MEMORY = 1 << 20;

  private static Pickle read(byte[] pickle) throws IOException {
    return PickleReader.read(new ByteArrayInputStream(pickle), pickle.length, MEMORY);
  }

  private static Pickled value(PickleBytes pickle) throws IOException {
    return read(pickle.stop()).value();
  }

  /// What CPython 3.11 writes for `{'a': [1, -2, 300, 70000, 2**40, 2**70, 2.5, True, None], 'b':
  /// ((), (1,), {2}), 3: b'xyz'}`.
  @ParameterizedTest
  @CsvSource({
    "2, 80027d71002858010000006171015d7102284b014afeffffff4d2c014a701101008a060000000000018a09000000000000000040474004000000000000884e655801000000627103294b01857104635f5f6275696c74696e5f5f0a7365740a71055d71064b02618571075271088771094b03635f636f646563730a656e636f64650a710a580300000078797a710b58060000006c6174696e31710c86710d52710e752e",
    "3, 80037d71002858010000006171015d7102284b014afeffffff4d2c014a701101008a060000000000018a09000000000000000040474004000000000000884e655801000000627103294b01857104636275696c74696e730a7365740a71055d71064b02618571075271088771094b03430378797a710a752e",
    "4, 80049553000000000000007d94288c0161945d94284b014afeffffff4d2c014a701101008a060000000000018a09000000000000000040474004000000000000884e658c016294294b0185948f94284b029087944b03430378797a94752e",
    "5, 80059553000000000000007d94288c0161945d94284b014afeffffff4d2c014a701101008a060000000000018a09000000000000000040474004000000000000884e658c016294294b0185948f94284b029087944b03430378797a94752e",
  })
  void read_valuesOfEachProtocol(int protocol, String hex) throws IOException {
    Pickle pickle = read(HexFormat.of().parseHex(hex));
    List<Entry> entries = ((Dict) pickle.value()).entries();
    assertThat(entries.get(0))
        .isEqualTo(
            new Entry(
                new Text("a"),
                new Sequence(
                    List.of(
                        new Whole(1),
                        new Whole(-2),
                        new Whole(300),
                        new Whole(70000),
                        new Whole(1L << 40),
                        new Bytes(9),
                        new Real(2.5),
                        new Truth(true),
                        new None()))));
    List<Pickled> tuples = ((Sequence) entries.get(1).value()).items();
    assertThat(tuples.subList(0, 2))
        .isEqualTo(List.of(new Sequence(List.of()), new Sequence(List.of(new Whole(1)))));
    assertThat(entries.get(2).key()).isEqualTo(new Whole(3));
    if (protocol > 2) {
      assertThat(entries.get(2).value()).isEqualTo(new Bytes(3));
    } else {
      assertThat(entries.get(2).value())
          .isInstanceOfSatisfying(
              Made.class, made -> assertThat(made.global().path()).isEqualTo("_codecs.encode"));
    }
  }

  @Test
  void read_calls_namedAndNotCalled() throws IOException {
    Pickle pickle =
        read(
            new PickleBytes()
                .global("os", "system")
                .text("touch /tmp/x")
                .raw(0x85)
                .ops("R")
                .stop());
    var made = (Made) pickle.value();
    assertThat(made.global()).isEqualTo(new Global("os", "system"));
    assertThat(made.origin()).isEqualTo(Origin.CALLED);
    assertThat(made.arguments()).containsExactly(new Text("touch /tmp/x"));
    assertThat(pickle.globals()).containsExactly(new Global("os", "system"));
  }

  @Test
  void read_objects_withEntriesItemsAndState() throws IOException {
    var made =
        (Made)
            value(
                new PickleBytes()
                    .global("m", "C")
                    .ops(")")
                    .raw(0x81)
                    .text("k")
                    .whole(5)
                    .ops("s")
                    .whole(7)
                    .ops("a")
                    .ops("}b"));
    assertThat(made.origin()).isEqualTo(Origin.CONSTRUCTED);
    assertThat(made.content().entries()).containsExactly(new Entry(new Text("k"), new Whole(5)));
    assertThat(made.content().items()).containsExactly(new Whole(7));
    assertThat(made.content().state()).contains(new Dict(List.of()));
  }

  @Test
  void read_globals_namesOfPython2AndOfTheStack() throws IOException {
    assertThat(value(new PickleBytes().global("__builtin__", "set")))
        .isEqualTo(new Global("builtins", "set"));
    assertThat(value(new PickleBytes().text("torch").text("Size").raw(0x93)))
        .isEqualTo(new Global("torch", "Size"));
  }

  @Test
  void read_memoAndPersistent() throws IOException {
    Pickled value =
        value(new PickleBytes().ops("(").text("x").raw('q', 0).ops("Q").raw('h', 0).ops("t"));
    assertThat(value)
        .isEqualTo(new Sequence(List.of(new Persistent(new Text("x")), new Text("x"))));
  }

  /// A list that holds itself.
  @Test
  void read_cycle_isOneObject() throws IOException {
    Pickled value = value(new PickleBytes().ops("]").raw('q', 0, 'h', 0).ops("a"));
    assertThat(((Sequence) value).items().getFirst()).isSameAs(value);
  }

  private static PickleBytes start() {
    return new PickleBytes();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        arguments("nothing", new byte[0], "ends too early"),
        arguments("no protocol", new byte[] {'N', '.'}, "does not begin with its protocol"),
        arguments("protocol 0", new byte[] {(byte) 0x80, 0, 'N', '.'}, "protocol 2 to 5, not 0"),
        arguments("protocol 6", new byte[] {(byte) 0x80, 6, 'N', '.'}, "protocol 2 to 5, not 6"),
        arguments("no end", start().ops("N").toByteArray(), "ends too early, at byte 3"),
        arguments("no value", start().stop(), "takes more values than it has"),
        arguments("two values", start().ops("NN").stop(), "more than one value"),
        arguments("open mark", start().ops("(N").stop(), "more than one value"),
        arguments("text of protocol 0", start().ops("I1\n").stop(), "0x49"),
        arguments("persistent text", start().ops("Px\n").stop(), "0x50"),
        arguments("object by its class name", start().ops("(im\nC\n").stop(), "0x69"),
        arguments("object by its class", start().ops("(o").stop(), "0x6F"),
        arguments("extension", start().raw(0x82, 1).stop(), "0x82"),
        arguments("buffer", start().raw(0x97).stop(), "0x97"),
        arguments("unknown opcode", start().raw(0xFF).stop(), "0xFF"),
        arguments("text longer than the pickle", start().raw('X').int32(100).stop(), "100 bytes"),
        arguments("text of 4 GB", start().raw('X').int32(-1).stop(), "4294967295 bytes"),
        arguments("bytes of 4 GB", start().raw('B').int32(-2).stop(), "4294967294 bytes"),
        arguments("negative length", start().raw('T').int32(-1).stop(), "which it has not"),
        arguments(
            "text of 2^63",
            start().raw(0x8d, 0, 0, 0, 0, 0, 0, 0, 0x80).stop(),
            "9223372036854775808 bytes"),
        arguments("number of 2 GB", start().raw(0x8b).int32(0x7FFFFFFF).stop(), "2147483647 bytes"),
        arguments("memo without entry", start().raw('h', 0).stop(), "nothing in its memo at 0"),
        arguments("far memo", start().ops("N").raw('r').int32(-1).stop(), "free before 4294967295"),
        arguments("memo of nothing", start().raw('q', 0).stop(), "takes more values"),
        arguments("no mark", start().ops("Nt").stop(), "has not set"),
        arguments("below the mark", start().ops("N(").raw(0x85).stop(), "takes more values"),
        arguments("append to a number", start().ops("NNa").stop(), "appends to what is no list"),
        arguments("entry of a list", start().ops("]NNs").stop(), "into what is no dict"),
        arguments("key without value", start().ops("}(Nu").stop(), "a key without a value"),
        arguments("call of a number", start().ops("N)R").stop(), "calls what it does not name"),
        arguments("arguments no tuple", start().global("m", "f").ops("NR").stop(), "does not name"),
        arguments("state of a number", start().ops("NNb").stop(), "a state to what has none"),
        arguments("name of numbers", start().ops("NN").raw(0x93).stop(), "what is no text"),
        arguments(
            "long name", start().global("m".repeat(5_000), "f").stop(), "more than 4096 bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void read_broken_refusedInOneLine(String name, byte[] pickle, String message) {
    assertThatThrownBy(() -> read(pickle))
        .as(name)
        .isInstanceOf(MalformedModelException.class)
        .hasMessageStartingWith("its pickle ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  /// A byte each that makes an object.
  @ParameterizedTest
  @ValueSource(strings = {"}", "]", ")", "(", "N", "N0"})
  void read_manySmallValues_refusedBeforeMemoryIsShort(String opcodes) {
    byte[] pickle = start().ops(opcodes.repeat(1_000_000)).stop();
    assertThatThrownBy(() -> read(pickle)).isInstanceOf(MalformedModelException.class);
  }

  @Test
  void read_deepNesting_noStack() throws IOException {
    byte[] pickle = start().ops(")").ops("\u0085".repeat(10_000)).stop();
    assertThat(read(pickle).value()).isInstanceOf(Sequence.class);
  }

  @Test
  void read_damaged_neverFailsOtherwise() throws IOException {
    byte[] sound =
        start()
            .global("collections", "OrderedDict")
            .ops(")R")
            .raw('q', 0)
            .ops("(")
            .text("weight")
            .tuple(1, 2, 3)
            .raw('q', 1)
            .raw(0x85)
            .ops("Q")
            .text("bias")
            .raw('h', 1)
            .ops("u}b")
            .stop();
    assertThat(read(sound).value()).isInstanceOf(Made.class);
    for (int i = 0; i < 50_000; i++) {
      try {
        read(new FileMutator(i).mutant(sound, Envelope.NONE));
      } catch (MalformedModelException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
  }
}
