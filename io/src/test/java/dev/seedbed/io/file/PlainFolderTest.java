package dev.seedbed.io.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFolderTest {
  private static final Pattern OURS = Pattern.compile("ours\\d");

  @TempDir private Path parent = Path.of("");

  private Path outside = Path.of("");
  private Path path = Path.of("");
  private PlainFolder folder = PlainFolder.of(Path.of(""));

  @BeforeEach
  void make() throws IOException {
    outside = Files.createDirectory(parent.resolve("outside"));
    Files.writeString(outside.resolve("ours1"), "precious");
    path = Files.createDirectory(parent.resolve("folder"));
    folder = PlainFolder.of(path);
  }

  @Test
  void file_missingOrRegular_isItsPath() throws IOException {
    assertThat(folder.file("ours1")).isEqualTo(path.resolve("ours1"));
    assertThat(folder.find("ours1")).isEmpty();
    Files.createFile(path.resolve("ours1"));
    assertThat(folder.find("ours1")).contains(path.resolve("ours1"));
  }

  @Test
  void file_linkOrFolder_refused() throws IOException {
    Files.createSymbolicLink(path.resolve("link"), outside.resolve("ours1"));
    Files.createSymbolicLink(path.resolve("dangling"), outside.resolve("nothing"));
    Files.createDirectory(path.resolve("folder"));
    for (String name : new String[] {"link", "dangling"}) {
      assertThatThrownBy(() -> folder.file(name))
          .isInstanceOf(InputException.class)
          .hasMessage(
              path.resolve(name)
                  + " must be a regular file, not a link: replace it or move it away");
    }
    assertThatThrownBy(() -> folder.file("folder")).hasMessageContaining(", not a folder: ");
  }

  @Test
  void anything_throughALinkAtAnyLevel_refusedOrLeft() throws IOException {
    Files.createSymbolicLink(path.resolve("below"), outside);
    Files.createDirectory(outside.resolve("deeper"));
    Files.createFile(outside.resolve("deeper").resolve("ours2"));
    PlainFolder below = folder.folder("below");
    PlainFolder deeper = below.folder("deeper");
    for (PlainFolder linked : new PlainFolder[] {below, deeper}) {
      assertThatThrownBy(() -> linked.file("ours1")).hasMessageContaining("must be a folder");
      assertThatThrownBy(linked::exists).hasMessageContaining("must be a folder");
      assertThatThrownBy(linked::make).hasMessageContaining("must be a folder");
      assertThat(linked.files(OURS)).isEmpty();
      linked.removeFiles(OURS);
      linked.removeIfEmpty();
    }
    assertThat(outside.resolve("ours1")).exists();
    assertThat(outside.resolve("deeper").resolve("ours2")).exists();
    assertThat(path.resolve("below")).isSymbolicLink();
  }

  @Test
  void removeFiles_leavesWhatIsNotOurs() throws IOException {
    Files.createFile(path.resolve("ours1"));
    Files.createFile(path.resolve("theirs"));
    Files.createDirectory(path.resolve("ours2"));
    Files.createSymbolicLink(path.resolve("ours3"), outside.resolve("ours1"));
    folder.removeFiles(OURS);
    assertThat(path).isDirectoryNotContaining("glob:**/ours1");
    assertThat(path.toFile().list()).containsExactlyInAnyOrder("theirs", "ours2", "ours3");
    folder.removeIfEmpty();
    assertThat(path).exists();
  }

  @Test
  void outermost_byALink_isTheUsersToName() throws IOException {
    Path link = Files.createSymbolicLink(parent.resolve("link"), path);
    PlainFolder linked = PlainFolder.of(link);
    assertThat(linked.exists()).isTrue();
    Files.createFile(linked.folder("below").make().file("ours1"));
    assertThat(path.resolve("below").resolve("ours1")).exists();
    linked.folder("below").removeFiles(OURS);
    linked.folder("below").removeIfEmpty();
    assertThat(path).isEmptyDirectory();
  }
}
