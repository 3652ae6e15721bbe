package dev.seedbed.io.zip;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.VisibleText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;

/// A zip archive: what its directory says, checked against the headers of its members. It is read
/// as APPNOTE.TXT 6.3 describes it, zip64 included, and more strictly than most programs do: no two
/// members have one name or share bytes, nothing is encrypted, and all offsets are those of the
/// file.
///
/// @param members in the directory's order
/// @param end the records at the archive's end
public record ZipArchive(List<ZipMember> members, ZipEnd end) {
  private static final int MOST_MEMBERS = 2_000_000;

  public ZipArchive {
    members = List.copyOf(members);
  }

  /// Reads the directory of an archive.
  ///
  /// @throws MalformedModelException if it is none, or breaks the rules above
  public static ZipArchive read(FileChannel file) throws IOException {
    ZipEnd end = ZipEnd.read(file);
    if (end.members() > MOST_MEMBERS) {
      throw new MalformedModelException(
          "an archive has at most %d members: %d".formatted(MOST_MEMBERS, end.members()));
    }
    var bytes = new ZipBytes(file);
    var headers = new ZipBytes(file);
    var members = new ArrayList<ZipMember>();
    long at = end.directory();
    for (long i = 0; i < end.members(); i++) {
      ZipEntry entry = ZipEntry.read(bytes, at, end.directoryEnd());
      members.add(entry.member(headers, end.directory()));
      at = entry.end();
    }
    if (at != end.directoryEnd()) {
      throw new MalformedModelException(
          "the archive's directory must end at %d, and its entries end at %d"
              .formatted(end.directoryEnd(), at));
    }
    checkApart(members);
    return new ZipArchive(members, end);
  }

  private static void checkApart(List<ZipMember> members) throws MalformedModelException {
    var names = new HashSet<String>();
    for (ZipMember member : members) {
      if (!names.add(member.name())) {
        throw broken(member.name(), "be in the archive once", "twice");
      }
    }
    var sorted = new ArrayList<>(members);
    sorted.sort(Comparator.comparingLong(ZipMember::begin));
    long end = 0;
    for (ZipMember member : sorted) {
      if (member.begin() < end) {
        throw broken(
            member.name(), "begin behind the member before it, at " + end, "" + member.begin());
      }
      end = member.dataEnd();
    }
  }

  static MalformedModelException broken(String member, String rule, Object value) {
    return new MalformedModelException(
        "'%s' must %s: %s".formatted(VisibleText.message(member), rule, value));
  }
}
