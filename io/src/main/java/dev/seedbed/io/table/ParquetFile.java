package dev.seedbed.io.table;

import dev.hardwood.internal.thrift.FileMetaDataReader;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.schema.ColumnSchema;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.NotEnoughMemoryException;
import dev.seedbed.notation.Names;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A Parquet file, or several with the same columns. One column is read after the other, and only
/// those that are wanted.
///
/// Pages are decoded by a part of hardwood that it calls internal: its public readers decompress
/// Snappy, Zstandard and LZ4 with machine code only.
final class ParquetFile {
  /// PAR1, the lowest byte first.
  private static final int MARK = 0x31524150;

  private final String name;
  private final List<Path> files;
  private final TableSpec spec;

  /// A file and what its footer says.
  private record Part(
      Path file,
      FileMetaData footer,
      FileSchema schema,
      List<SchemaNode> nodes,
      List<ColumnHeader> headers) {}

  /// @param name of the table
  ParquetFile(String name, List<Path> files, TableSpec spec) {
    this.name = name;
    this.files = files;
    this.spec = spec;
  }

  Table read() throws IOException {
    var parts = new ArrayList<Part>();
    for (Path file : files) {
      parts.add(part(file));
    }
    List<ColumnHeader> headers = parts.getFirst().headers;
    for (Part part : parts) {
      if (!part.headers.equals(headers)) {
        throw new InputException(
            "%s has other columns than %s: all parts of a table must have the same"
                .formatted(part.file, files.getFirst()));
      }
    }
    var missing = new MissingMarks(spec.notation().missing());
    var columns = new TableColumns(files.getFirst(), headers, spec, missing, false);
    return columns.read(name, readers -> pass(parts, readers));
  }

  private static Part part(Path file) throws IOException {
    try (var bytes = new RangedFile(file)) {
      FileMetaData footer = footer(bytes);
      FileSchema schema = FileSchema.fromSchemaElements(footer.schema());
      List<SchemaNode> nodes = schema.getRootNode().children();
      return new Part(
          file, footer, schema, nodes, nodes.stream().map(ParquetValues::header).toList());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new InputException(
          "%s is no whole Parquet file, or packed: get it again, or unpack it".formatted(file));
    }
  }

  /// What stands before the file's last bytes, which are its length and the mark PAR1.
  private static FileMetaData footer(RangedFile bytes) throws IOException {
    ByteBuffer end = bytes.readRange(bytes.length() - 2 * Integer.BYTES, 2 * Integer.BYTES);
    int length = end.order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (end.getInt() != MARK) {
      throw new EOFException();
    }
    ByteBuffer footer = bytes.readRange(bytes.length() - 2 * Integer.BYTES - length, length);
    return FileMetaDataReader.read(new ThriftReader(footer, 0));
  }

  private static long pass(List<Part> parts, List<Optional<ColumnReader>> readers)
      throws IOException {
    long rows = 0;
    for (Part part : parts) {
      try (var bytes = new RangedFile(part.file)) {
        for (int i = 0; i < readers.size(); i++) {
          Optional<ColumnReader> reader = readers.get(i).filter(ColumnReader::wanted);
          if (reader.isPresent() && part.nodes.get(i) instanceof SchemaNode.PrimitiveNode column) {
            read(part, bytes, part.schema.getColumn(column.columnIndex()), reader.get());
          }
        }
      }
      rows += part.footer.numRows();
    }
    return rows;
  }

  private static void read(Part part, RangedFile bytes, ColumnSchema schema, ColumnReader reader)
      throws IOException {
    reader.from(part.file + ", row");
    var values = new ParquetValues(schema, reader);
    for (RowGroup group : part.footer.rowGroups()) {
      try {
        ColumnChunk chunk = group.columns().get(schema.columnIndex());
        refuseCodec(part.file, chunk.metaData().codec());
        var pages = new ParquetPages(bytes, chunk, schema);
        for (long left = group.numRows(); left > 0; ) {
          left -= values.add(pages.next(left));
        }
      } catch (InputException | NotEnoughMemoryException e) {
        throw e;
      } catch (IOException | RuntimeException | StackOverflowError e) {
        throw new InputException(
            "%s is damaged, in column '%s': get it again"
                .formatted(part.file, Names.shortened(schema.name())));
      }
    }
    if (values.rows() != part.footer.numRows()) {
      throw new InputException(
          "%s is damaged: its footer says %d rows, its parts have %d"
              .formatted(part.file, part.footer.numRows(), values.rows()));
    }
  }

  private static void refuseCodec(Path file, CompressionCodec codec) {
    if (!PageDecompressors.canRead(codec)) {
      throw new InputException(
          "%s is compressed with %s, which is not read: in Python, pandas.read_parquet(…).to_parquet(…, compression='snappy')"
              .formatted(file, codec));
    }
  }
}
