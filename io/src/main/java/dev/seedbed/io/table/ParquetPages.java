package dev.seedbed.io.table;

import dev.hardwood.internal.metadata.PageHeader;
import dev.hardwood.internal.reader.Dictionary;
import dev.hardwood.internal.reader.Page;
import dev.hardwood.internal.reader.PageDecoder;
import dev.hardwood.internal.thrift.PageHeaderReader;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.schema.ColumnSchema;
import dev.seedbed.io.file.Memory;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The pages of a column in one group of rows.
final class ParquetPages {
  /// The least that a decoded page takes: a value, and whether it is missing.
  private static final long BYTES_A_VALUE = 8;

  private final ByteBuffer bytes;
  private final ColumnMetaData column;
  private final ColumnSchema schema;
  private final PageDecompressors decompressors = new PageDecompressors();
  private final PageDecoder decoder;
  private @Nullable Dictionary dictionary;
  private int at;

  ParquetPages(RangedFile file, ColumnChunk chunk, ColumnSchema schema) throws IOException {
    this.column = chunk.metaData();
    this.schema = schema;
    this.decoder = new PageDecoder(column, schema, decompressors);
    this.bytes =
        file.readRange(chunk.chunkStartOffset(), Math.toIntExact(column.totalCompressedSize()));
  }

  /// The next page of values.
  ///
  /// @param most how many values it can have
  Page next(long most) throws IOException {
    while (true) {
      var reader = new ThriftReader(bytes, at);
      PageHeader header = PageHeaderReader.read(reader);
      int begin = at + reader.getBytesRead();
      int from = at;
      at = Math.addExact(begin, header.compressedPageSize());
      switch (header.type()) {
        case DICTIONARY_PAGE ->
            dictionary = dictionary(header, bytes.slice(begin, header.compressedPageSize()));
        case DATA_PAGE, DATA_PAGE_V2 -> {
          int values =
              header.type() == PageHeader.PageType.DATA_PAGE
                  ? header.dataPageHeader().numValues()
                  : header.dataPageHeaderV2().numValues();
          if (values > 0) {
            if (values > most) {
              throw new IOException("more values than rows");
            }
            Memory.require(
                "a page of %d values".formatted(values),
                BYTES_A_VALUE * values,
                "write it with smaller pages");
            return decoder.decodePage(bytes.slice(from, at - from), dictionary);
          }
        }
        case INDEX_PAGE -> {
          // It holds no values.
        }
      }
    }
  }

  private Dictionary dictionary(PageHeader header, ByteBuffer packed) throws IOException {
    int values = header.dictionaryPageHeader().numValues();
    if (values > header.uncompressedPageSize()) {
      throw new IOException("more values than bytes");
    }
    byte[] plain =
        decompressors
            .getDecompressor(column.codec())
            .decompress(packed, header.uncompressedPageSize());
    return Dictionary.parse(plain, values, schema.type(), schema.typeLength());
  }
}
