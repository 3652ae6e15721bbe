package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.zip.ZipArchive;
import dev.seedbed.io.zip.ZipMember;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What is in an archive of `torch.save`: all in one folder, whatever its name.
///
/// @param pickle what was saved, with references to storages in place of numbers
/// @param storages the numbers, by the keys by which the pickle refers to them
/// @param byteOrder a word on the order of bytes, since PyTorch 2.1
record TorchMembers(
    ZipMember pickle, Map<String, ZipMember> storages, Optional<ZipMember> byteOrder) {
  private static final String PICKLE = "data.pkl";
  private static final String STORAGES = "data/";

  static TorchMembers of(ZipArchive archive) throws MalformedModelException {
    List<String> folders =
        archive.members().stream()
            .map(ZipMember::name)
            .filter(name -> name.endsWith("/" + PICKLE))
            .map(name -> name.substring(0, name.length() - PICKLE.length()))
            .filter(folder -> folder.indexOf('/') == folder.length() - 1)
            .toList();
    if (folders.size() != 1) {
      throw new MalformedModelException(
          "an archive of torch.save has one folder with a %s: %d have one"
              .formatted(PICKLE, folders.size()));
    }
    var inFolder = new HashMap<String, ZipMember>();
    for (ZipMember member : archive.members()) {
      if (member.name().startsWith(folders.getFirst())) {
        inFolder.put(member.name().substring(folders.getFirst().length()), member);
      }
    }
    if (inFolder.containsKey("constants.pkl")) {
      throw new MalformedModelException(
          "it is a TorchScript program, not a state dict: save model.state_dict()");
    }
    var storages = new HashMap<String, ZipMember>();
    for (Map.Entry<String, ZipMember> entry : inFolder.entrySet()) {
      if (entry.getKey().startsWith(STORAGES)) {
        storages.put(entry.getKey().substring(STORAGES.length()), stored(entry.getValue()));
      }
    }
    Optional<ZipMember> byteOrder = Optional.ofNullable(inFolder.get("byteorder"));
    if (byteOrder.isPresent()) {
      stored(byteOrder.get());
    }
    return new TorchMembers(
        stored(Objects.requireNonNull(inFolder.get(PICKLE))), storages, byteOrder);
  }

  private static ZipMember stored(ZipMember member) throws MalformedModelException {
    if (!member.stored()) {
      throw new MalformedModelException(
          "'%s' is compressed (method %d), as torch.save never does; load it with PyTorch and save it again"
              .formatted(Quoted.of(member.name()), member.method()));
    }
    return member;
  }
}
