package dev.seedbed.io.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.network.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final List<Tensor> TENSORS =
      List.of(
          new Tensor("layer1/weight", new int[] {1, 2}, new float[] {1, -0.5f}),
          new Tensor("layer1/bias", new int[] {1}, new float[] {Float.NaN}));

  /// A file with that header and `data` bytes of zeros.
  private static byte[] file(String header, int data) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + json.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Test
  void encode_bytes_asTheFormatSays() {
    byte[] bytes = Safetensors.encode(TENSORS, Map.of("k", "v"));
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Math.toIntExact(buffer.getLong());
    assertThat((8 + headerLength) % 8).isZero();
    String header = new String(bytes, 8, headerLength, UTF_8);
    assertThat(header.stripTrailing())
        .isEqualTo(
            "{\"__metadata__\":{\"k\":\"v\"},"
                + "\"layer1/weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"layer1/bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}");
    assertThat(Arrays.copyOfRange(bytes, 8 + headerLength, bytes.length))
        .containsExactly(0, 0, 0x80, 0x3F, 0, 0, 0, 0xBF, 0, 0, 0xC0, 0x7F);
  }

  @Test
  void decode_whatEncodeWrote_same() throws IOException {
    Safetensors read = Safetensors.decode(Safetensors.encode(TENSORS, Map.of("k", "ü\"")));
    assertThat(read.metadata()).containsExactly(Map.entry("k", "ü\""));
    for (int t = 0; t < TENSORS.size(); t++) {
      assertThat(read.tensors().get(t).name()).isEqualTo(TENSORS.get(t).name());
      assertThat(read.tensors().get(t).shape()).containsExactly(TENSORS.get(t).shape());
      assertThat(read.tensors().get(t).values()).isEqualTo(TENSORS.get(t).values());
    }
  }

  @Test
  void sha256_isThatOfTheBytesBehindTheHeader() throws NoSuchAlgorithmException {
    byte[] bytes = Safetensors.encode(TENSORS, Map.of());
    byte[] data = Arrays.copyOfRange(bytes, bytes.length - 12, bytes.length);
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(data);
    assertThat(Safetensors.sha256(TENSORS)).isEqualTo(HexFormat.of().formatHex(expected));
  }

  /// A header (with ' for ") before 8 bytes of data, and a part of the message. What breaks the
  /// format's rules is refused by the test of the header.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "{'a':{'dtype':'F16','shape':[4],'data_offsets':[0,8]}} # must have dtype F32: F16",
        "{'a':{'dtype':'F32','shape':[0,2147483648],'data_offsets':[0,0]},"
            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} # shorter than 2^31: [0, 2147483648]",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} # must fill the rest of the file",
      })
  void decode_notOurKind_refused(String header, String message) {
    assertThatThrownBy(() -> Safetensors.decode(file(header.replace('\'', '"'), 8)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message);
  }
}
