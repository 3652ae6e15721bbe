package dev.seedbed.io.pickle;

import java.util.Arrays;
import java.util.Optional;

/// The opcodes of protocols 2 to 5, as CPython's `pickletools.opcodes` lists them, without those
/// that no pickler of these protocols writes (texts of protocol 0) and without what goes beyond the
/// pickle: extension codes and buffers.
enum Opcode {
  MARK('('),
  EMPTY_TUPLE(')'),
  STOP('.'),
  POP('0'),
  POP_MARK('1'),
  BINBYTES('B'),
  SHORT_BINBYTES('C'),
  BINFLOAT('G'),
  BININT('J'),
  BININT1('K'),
  BININT2('M'),
  NONE('N'),
  BINPERSID('Q'),
  REDUCE('R'),
  BINSTRING('T'),
  SHORT_BINSTRING('U'),
  BINUNICODE('X'),
  EMPTY_LIST(']'),
  APPEND('a'),
  BUILD('b'),
  GLOBAL('c'),
  APPENDS('e'),
  BINGET('h'),
  LONG_BINGET('j'),
  BINPUT('q'),
  LONG_BINPUT('r'),
  SETITEM('s'),
  TUPLE('t'),
  SETITEMS('u'),
  EMPTY_DICT('}'),
  PROTO(0x80),
  NEWOBJ(0x81),
  TUPLE1(0x85),
  TUPLE2(0x86),
  TUPLE3(0x87),
  NEWTRUE(0x88),
  NEWFALSE(0x89),
  LONG1(0x8a),
  LONG4(0x8b),
  SHORT_BINUNICODE(0x8c),
  BINUNICODE8(0x8d),
  BINBYTES8(0x8e),
  EMPTY_SET(0x8f),
  ADDITEMS(0x90),
  FROZENSET(0x91),
  NEWOBJ_EX(0x92),
  STACK_GLOBAL(0x93),
  MEMOIZE(0x94),
  FRAME(0x95),
  BYTEARRAY8(0x96);

  private static final Opcode[] BY_CODE = new Opcode[1 << Byte.SIZE];

  static {
    Arrays.stream(values()).forEach(opcode -> BY_CODE[opcode.code] = opcode);
  }

  private final int code;

  Opcode(int code) {
    this.code = code;
  }

  /// @param code one byte
  static Optional<Opcode> of(int code) {
    return Optional.ofNullable(BY_CODE[code]);
  }
}
