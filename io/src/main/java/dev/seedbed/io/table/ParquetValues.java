package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hardwood.internal.reader.Page;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.SchemaNode;
import dev.seedbed.data.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Hands the values of a Parquet column to the column of a table.
final class ParquetValues {
  private static final long SECONDS_A_DAY = 86_400;
  private static final int JULIAN_EPOCH = 2_440_588;

  /// Up to here, doubles hold all whole numbers.
  private static final long LARGEST_EXACT = 1L << 53;

  private final @Nullable LogicalType type;
  private final PhysicalType stored;
  private final ColumnReader reader;
  private long rows;

  ParquetValues(ColumnSchema schema, ColumnReader reader) {
    this.type = schema.logicalType();
    this.stored = schema.type();
    this.reader = reader;
  }

  /// What the schema says of a column.
  static ColumnHeader header(SchemaNode node) {
    String name = Objects.requireNonNull(node.name());
    if (!(node instanceof SchemaNode.PrimitiveNode column)
        || node.repetitionType() == RepetitionType.REPEATED) {
      return ColumnHeader.nested(name);
    }
    return switch (column.logicalType()) {
      case LogicalType.DateType _, LogicalType.TimestampType _ ->
          ColumnHeader.of(name, Column.Kind.DATE);
      case LogicalType.DecimalType _, LogicalType.IntType _, LogicalType.Float16Type _ ->
          ColumnHeader.of(name, Column.Kind.NUMBER);
      case LogicalType.StringType _,
          LogicalType.EnumType _,
          LogicalType.JsonType _,
          LogicalType.UuidType _,
          LogicalType.TimeType _,
          LogicalType.NullType _ ->
          ColumnHeader.found(name);
      case null ->
          switch (column.type()) {
            case BOOLEAN -> ColumnHeader.of(name, Column.Kind.TEXT);
            case INT32, INT64, FLOAT, DOUBLE -> ColumnHeader.of(name, Column.Kind.NUMBER);
            case INT96 -> ColumnHeader.of(name, Column.Kind.DATE);
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> ColumnHeader.nested(name);
          };
      default -> ColumnHeader.nested(name);
    };
  }

  /// How many values there were.
  long rows() {
    return rows;
  }

  /// Hands over the values of a page.
  ///
  /// @return how many there are
  int add(Page page) {
    for (int i = 0; i < page.size(); i++) {
      rows++;
      if (page.isNull(i)) {
        reader.addMissing();
        continue;
      }
      switch (page) {
        case Page.BooleanPage booleans -> reader.add(booleans.get(i) ? "True" : "False", rows);
        case Page.IntPage ints -> addWhole(ints.get(i), Integer.toUnsignedLong(ints.get(i)));
        case Page.LongPage longs -> addWhole(longs.get(i), longs.get(i));
        case Page.FloatPage floats -> reader.add(floats.get(i), rows);
        case Page.DoublePage doubles -> reader.add(doubles.get(i), rows);
        case Page.ByteArrayPage arrays -> addBytes(arrays.get(i));
      }
    }
    return page.size();
  }

  /// @param unsigned the number if it has no sign
  private void addWhole(long number, long unsigned) {
    switch (type) {
      case LogicalType.DateType _ -> reader.addDays((double) number, rows);
      case LogicalType.TimestampType timestamp ->
          reader.addDays((double) number / (SECONDS_A_DAY * perSecond(timestamp.unit())), rows);
      case LogicalType.TimeType time ->
          reader.add(
              LocalTime.ofNanoOfDay(
                      number * (perSecond(LogicalType.TimeUnit.NANOS) / perSecond(time.unit())))
                  .toString(),
              rows);
      case LogicalType.DecimalType decimal ->
          reader.add(BigDecimal.valueOf(number, decimal.scale()).toPlainString(), rows);
      case LogicalType.IntType whole when !whole.isSigned() -> {
        if (unsigned >= 0) {
          addSigned(unsigned);
        } else {
          reader.add(Long.toUnsignedString(unsigned), rows);
        }
      }
      case null, default -> addSigned(number);
    }
  }

  private void addSigned(long number) {
    if (Math.abs(number) <= LARGEST_EXACT) {
      reader.add((double) number, rows);
    } else {
      reader.add(Long.toString(number), rows);
    }
  }

  private static long perSecond(LogicalType.TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000;
      case MICROS -> 1_000_000;
      case NANOS -> 1_000_000_000;
    };
  }

  private void addBytes(byte[] bytes) {
    if (stored == PhysicalType.INT96) {
      ByteBuffer time = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      double day = time.getLong() / CellReading.NANOS_A_DAY;
      reader.addDays(time.getInt() - JULIAN_EPOCH + day, rows);
      return;
    }
    switch (type) {
      case LogicalType.DecimalType decimal ->
          reader.add(new BigDecimal(new BigInteger(bytes), decimal.scale()).toPlainString(), rows);
      case LogicalType.Float16Type _ -> {
        ByteBuffer half = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        reader.add(Float.float16ToFloat(half.getShort()), rows);
      }
      case LogicalType.UuidType _ -> {
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        reader.add(new UUID(halves.getLong(), halves.getLong()).toString(), rows);
      }
      case null, default -> reader.add(new String(bytes, UTF_8), rows);
    }
  }
}
