package dev.seedbed.io.zip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.io.FileMutator;
import dev.seedbed.io.FileMutator.Envelope;
import dev.seedbed.io.MalformedModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Archives that the JDK writes, sound and damaged: a member stored, and one deflated with a
/// descriptor behind it.
class ZipArchiveTest {
  private static final byte[] FIRST = "stored as it is".getBytes(UTF_8);
  private static final byte[] SECOND = "a".repeat(1_000).getBytes(UTF_8);

  @TempDir private Path folder = Path.of("");

  private static byte[] sound() throws IOException {
    return sound("sécond");
  }

  private static byte[] sound(String second) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      var first = new ZipEntry("dir/first");
      var crc = new CRC32();
      crc.update(FIRST);
      first.setMethod(ZipEntry.STORED);
      first.setSize(FIRST.length);
      first.setCrc(crc.getValue());
      // A time that needs no extra field.
      first.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
      zip.putNextEntry(first);
      zip.write(FIRST);
      zip.putNextEntry(new ZipEntry(second));
      zip.write(SECOND);
      zip.setComment("a comment");
    }
    return bytes.toByteArray();
  }

  private FileChannel open(byte[] archive) throws IOException {
    return FileChannel.open(Files.write(folder.resolve("x.zip"), archive));
  }

  private ZipArchive read(byte[] archive) throws IOException {
    try (FileChannel file = open(archive)) {
      return ZipArchive.read(file);
    }
  }

  @Test
  void read_sound_membersAndTheirBytes() throws IOException {
    byte[] archive = sound();
    try (FileChannel file = open(archive)) {
      ZipArchive read = ZipArchive.read(file);
      assertThat(read.members()).extracting(ZipMember::name).containsExactly("dir/first", "sécond");
      ZipMember first = read.members().get(0);
      assertThat(first.stored()).isTrue();
      assertThat(Arrays.copyOfRange(archive, (int) first.dataBegin(), (int) first.dataEnd()))
          .isEqualTo(FIRST);
      assertThat(read.members().get(1).deflated()).isTrue();
      try (InputStream one = first.open(file);
          InputStream other = read.members().get(1).open(file)) {
        assertThat(one.readAllBytes()).isEqualTo(FIRST);
        assertThat(other.readAllBytes()).isEqualTo(SECOND);
      }
    }
  }

  /// A byte of the archive is changed, counted from its begin, or from its end if it is negative.
  private static byte[] changed(byte[] archive, int at, int... values) {
    byte[] changed = archive.clone();
    for (int i = 0; i < values.length; i++) {
      changed[(at < 0 ? archive.length : 0) + at + i] = (byte) values[i];
    }
    return changed;
  }

  /// Positions of entries and of the end record count from the end: the comment has 9 bytes.
  private static final int END = -9 - 22;

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "0 ~ 1 ~ 'dir/first' must have a header that agrees with the directory",
        "8 ~ 8 ~ 'dir/first' must have a header that agrees",
        "26 ~ 8 ~ 'dir/first' must have a header that agrees",
        "30 ~ 88 ~ 'dir/first' must have a header that agrees",
        "28 ~ 255 ~ 'dir/first' must end before the archive's directory",
      })
  void read_damagedHeader_refused(int at, int value, String message) throws IOException {
    byte[] archive = changed(sound(), at, value);
    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "0 ~ 0 ~ the archive's directory is damaged",
        "8 ~ 1 ~ 'dir/first' must not be encrypted",
        "20 ~ 3 ~ 'dir/first' must have one size, as it is stored: 3 and 15",
        "23 ~ 127 ~ 'dir/first' must end before the archive's directory",
        "28 ~ 255 ~ the archive's directory is damaged",
        "43 ~ 127 ~ 'dir/first' must begin before the archive's directory",
        "42 ~ 1 ~ 'dir/first' must have a header that agrees",
      })
  void read_damagedEntry_refused(int at, int value, String message) throws IOException {
    byte[] sound = sound();
    int directory =
        ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getInt(sound.length + END + 16);
    byte[] archive = changed(sound, directory + at, value);
    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "0 ~ 0 ~ it has no end record",
        "4 ~ 1 ~ in several parts",
        "10 ~ 1 ~ the archive's directory must end at",
        "10 ~ 3 ~ fewer entries than it says",
        "12 ~ 1 ~ the archive's directory must have 1 bytes",
        "16 ~ 1 ~ the archive's directory must have",
        "20 ~ 8 ~ it has no end record",
      })
  void read_damagedEnd_refused(int at, int value, String message) throws IOException {
    byte[] archive = changed(sound(), END + at, value);
    assertThatThrownBy(() -> read(archive))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void read_oneNameTwice_refused() throws IOException {
    String text = new String(sound("dir/other"), ISO_8859_1);
    byte[] archive = text.replace("dir/other", "dir/first").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> read(archive))
        .hasMessageContaining("'dir/first' must be in the archive once");
  }

  /// Two entries for the bytes of one member, as zip bombs have them.
  @Test
  void read_overlappingMembers_refused() throws IOException {
    byte[] sound = sound();
    ByteBuffer archive = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
    int end = sound.length + END;
    int directory = archive.getInt(end + 16);
    int entry = 46 + "dir/first".length();
    byte[] twice = new byte[sound.length + entry];
    System.arraycopy(sound, 0, twice, 0, directory + entry);
    System.arraycopy(sound, directory, twice, directory + entry, sound.length - directory);
    ByteBuffer copy = ByteBuffer.wrap(twice).order(ByteOrder.LITTLE_ENDIAN);
    copy.putShort(end + entry + 10, (short) 3);
    copy.putInt(end + entry + 12, archive.getInt(end + 12) + entry);
    assertThatThrownBy(() -> read(twice))
        .hasMessageContaining("'dir/first' must be in the archive once");
    // Another name, of the same length, in the second entry and not in the header.
    twice[directory + entry + 46] = 'D';
    assertThatThrownBy(() -> read(twice)).hasMessageContaining("a header that agrees");
  }

  /// A member inside another.
  @Test
  void read_memberInAnother_refused() throws IOException {
    byte[] sound = sound();
    ByteBuffer archive = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
    int directory = archive.getInt(sound.length + END + 16);
    int whole = archive.getInt(directory + 46 + "dir/first".length() + 42) + 20;
    archive.putInt(directory + 20, whole).putInt(directory + 24, whole);
    assertThatThrownBy(() -> read(sound))
        .hasMessageContaining("must begin behind the member before it");
  }

  @Test
  void read_somethingInFrontOrBehind_refused() throws IOException {
    byte[] sound = sound();
    byte[] front = new byte[sound.length + 1];
    System.arraycopy(sound, 0, front, 1, sound.length);
    assertThatThrownBy(() -> read(front)).isInstanceOf(MalformedModelException.class);
    assertThatThrownBy(() -> read(Arrays.copyOf(sound, sound.length + 1)))
        .isInstanceOf(MalformedModelException.class);
  }

  @Test
  void numbers_ofMembers_whereTheyStand() throws IOException {
    byte[] archive = sound();
    try (FileChannel file = open(archive)) {
      for (ZipMember member : ZipArchive.read(file).members()) {
        ZipNumbers numbers = ZipNumbers.of(member, file);
        assertThat(numbers.crc()).hasSize(2);
        for (ZipField field : numbers.crc()) {
          assertThat((int) field.read(file)).isEqualTo(member.crc());
        }
        for (ZipField field : numbers.compressed()) {
          assertThat(field.read(file)).isEqualTo(member.dataEnd() - member.dataBegin());
        }
        assertThat(numbers.offset().read(file)).isEqualTo(member.begin());
      }
    }
  }

  /// More members than 16 bits count, so that the archive has zip64 records.
  @Test
  void read_zip64_allMembers() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < 70_000; i++) {
        zip.putNextEntry(new ZipEntry(Integer.toString(i)));
      }
    }
    ZipArchive archive = read(bytes.toByteArray());
    assertThat(archive.members()).hasSize(70_000);
    assertThat(archive.end().moving()).hasSize(3);
    byte[] damaged = bytes.toByteArray();
    // The number of members in the zip64 record, which has 56 bytes and a locator of 20 behind it.
    damaged[damaged.length - 22 - 20 - 56 + 32]++;
    assertThatThrownBy(() -> read(damaged)).hasMessageContaining("fewer entries than it says");
    ByteBuffer claimed = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int members = claimed.capacity() - 22 - 20 - 56 + 32;
    claimed.putLong(members, 2_000_000);
    assertThatThrownBy(() -> read(claimed.array())).hasMessageContaining("fewer entries than");
    claimed.putLong(members, 2_000_001);
    assertThatThrownBy(() -> read(claimed.array()))
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("an archive has at most 2000000 members: 2000001");
  }

  @Test
  void read_damaged_neverFailsOtherwise() throws IOException {
    byte[] sound = sound();
    for (int i = 0; i < 3_000; i++) {
      try (FileChannel file = open(new FileMutator(i).mutant(sound, Envelope.NONE))) {
        for (ZipMember member : ZipArchive.read(file).members()) {
          ZipNumbers.of(member, file);
        }
      } catch (MalformedModelException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
      }
    }
  }
}
