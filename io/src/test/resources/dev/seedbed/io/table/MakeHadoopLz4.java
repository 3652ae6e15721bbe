import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/// Writes lz4-hadoop.parquet, the numbers of make_tables.py, with the older LZ4 that pyarrow does not write.
///
/// Needs parquet-hadoop and hadoop-client: tried with 1.15.2 and 3.4.1, on Java 17.
class MakeHadoopLz4 {
  public static void main(String[] arguments) throws Exception {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message rows { optional int64 i; required double x; required binary word (UTF8); }");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new Path("lz4-hadoop.parquet"))
            .withType(type)
            .withCompressionCodec(CompressionCodecName.LZ4)
            .withPageRowCountLimit(300)
            .build()) {
      var rows = new SimpleGroupFactory(type);
      for (int i = 0; i < 1000; i++) {
        Group row = rows.newGroup();
        if (i % 7 != 0) {
          row.append("i", (long) i);
        }
        writer.write(row.append("x", i / 8.0).append("word", "word" + i % 5));
      }
    }
  }
}
