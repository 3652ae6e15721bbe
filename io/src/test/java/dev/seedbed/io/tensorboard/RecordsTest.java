package dev.seedbed.io.tensorboard;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.io.file.ProtoMessage;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RecordsTest {

  private static String hex(Records records) {
    return HexFormat.of().formatHex(records.toBytes());
  }

  /// The check value of CRC-32C.
  @Test
  void checksum_ofTheJdk_isTheKnownOne() {
    var checksum = new CRC32C();
    checksum.update("123456789".getBytes(US_ASCII));
    assertThat(checksum.getValue()).isEqualTo(0xe3069283L);
  }

  /// What TensorFlow's own `TFRecordWriter` (tensorflow-hadoop 1.15.0) writes of an Event of
  /// TensorFlow's own schema (tensorflow-core-native 1.1.0): step 3, the scalar "a" is 2.
  @Test
  void add_event_sameBytesAsTensorFlow() {
    var value = new ProtoMessage().text(1, "a").float32(2, 2);
    var event = new ProtoMessage().integer(2, 3).message(5, new ProtoMessage().message(1, value));
    var records = new Records();
    records.add(event.toBytes());
    assertThat(hex(records))
        .isEqualTo("0e00000000000000" + "c5e5693f" + "10032a0a0a080a01611500000040" + "3c02668c");
  }

  @Test
  void add_two_oneAfterTheOther() {
    var one = new Records();
    one.add(new byte[] {1});
    var two = new Records();
    two.add(new byte[] {1});
    two.add(new byte[] {1});
    assertThat(hex(two)).isEqualTo(hex(one).repeat(2));
  }
}
