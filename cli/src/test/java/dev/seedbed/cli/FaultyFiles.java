package dev.seedbed.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The real file system, in which every change may fail as [Faults] say, and others may change what
/// is read.
final class FaultyFiles extends FileSystemProvider {
  private final FaultyFileSystem system;
  private final Faults faults;
  private final Opened opened;

  /// What happens to a file that was opened to be read, before anything is read.
  @FunctionalInterface
  interface Opened {
    void opened(Path file) throws IOException;
  }

  FaultyFiles(Faults faults) {
    this(faults, _ -> {});
  }

  FaultyFiles(Faults faults, Opened opened) {
    this.faults = faults;
    this.opened = opened;
    this.system = new FaultyFileSystem(this, Path.of("").getFileSystem());
  }

  /// The same path in this file system.
  Path path(Path real) {
    return new FaultyPath(system, real);
  }

  private static Path real(Path path) {
    return path instanceof FaultyPath faulty ? faulty.real() : path;
  }

  private static FileSystemProvider provider(Path path) {
    return real(path).getFileSystem().provider();
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return system;
  }

  @Override
  public Path getPath(URI uri) {
    throw new UnsupportedOperationException();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    Path real = real(path);
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    if (!writes) {
      FileChannel channel = FileChannel.open(real, options, attributes);
      opened.opened(real);
      return channel;
    }
    faults.change(Faults.Change.OPEN, real);
    return new FaultyChannel(FileChannel.open(real, options, attributes), real, faults);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
    DirectoryStream<Path> stream =
        provider(folder).newDirectoryStream(real(folder), entry -> filter.accept(path(entry)));
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return StreamSupport.stream(stream.spliterator(), false)
            .map(FaultyFiles.this::path)
            .iterator();
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }

  @Override
  public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
    if (!Files.exists(real(folder))) {
      faults.change(Faults.Change.MAKE_FOLDER, real(folder));
    }
    Files.createDirectory(real(folder), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    if (Files.exists(real(path), LinkOption.NOFOLLOW_LINKS)) {
      faults.change(Faults.Change.DELETE, real(path));
    }
    Files.delete(real(path));
    faults.deleted(real(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    faults.change(Faults.Change.MOVE, real(to));
    Files.move(real(from), real(to), options);
    faults.moved(real(from), real(to));
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    return Files.isSameFile(real(path), real(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return Files.isHidden(real(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return Files.getFileStore(real(path));
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    provider(path).checkAccess(real(path), modes);
  }

  @Override
  public <V extends FileAttributeView> V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    V view = provider(path).getFileAttributeView(real(path), type, options);
    if (type != BasicFileAttributeView.class) {
      throw new UnsupportedOperationException(type.getName());
    }
    return type.cast(new FaultyTimes((BasicFileAttributeView) view, real(path), faults));
  }

  /// The times of a file.
  private record FaultyTimes(BasicFileAttributeView view, Path file, Faults faults)
      implements BasicFileAttributeView {
    @Override
    public String name() {
      return view.name();
    }

    @Override
    public BasicFileAttributes readAttributes() throws IOException {
      return view.readAttributes();
    }

    @Override
    public void setTimes(FileTime modified, FileTime accessed, FileTime created)
        throws IOException {
      faults.change(Faults.Change.SET_TIME, file);
      view.setTimes(modified, accessed, created);
    }
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return Files.readAttributes(real(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return Files.readAttributes(real(path), names, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options) {
    throw new UnsupportedOperationException();
  }

  /// Knows paths of the other file system by their names.
  private static final class FaultyFileSystem extends FileSystem {
    private final FaultyFiles provider;
    private final FileSystem real;

    FaultyFileSystem(FaultyFiles provider, FileSystem real) {
      this.provider = provider;
      this.real = real;
    }

    @Override
    public FileSystemProvider provider() {
      return provider;
    }

    @Override
    public void close() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return provider.path(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
      PathMatcher matcher = real.getPathMatcher(syntaxAndPattern);
      return path -> matcher.matches(real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }

  /// A path that remembers by whom its file is changed.
  private record FaultyPath(FaultyFileSystem system, Path real) implements Path {

    private Path faulty(Path path) {
      return new FaultyPath(system, path);
    }

    private @Nullable Path orNull(@Nullable Path path) {
      return path == null ? null : faulty(path);
    }

    @Override
    public FileSystem getFileSystem() {
      return system;
    }

    @Override
    public boolean isAbsolute() {
      return real.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
      return orNull(real.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
      return orNull(real.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
      return orNull(real.getParent());
    }

    @Override
    public int getNameCount() {
      return real.getNameCount();
    }

    @Override
    public Path getName(int index) {
      return faulty(real.getName(index));
    }

    @Override
    public Path subpath(int begin, int end) {
      return faulty(real.subpath(begin, end));
    }

    @Override
    public boolean startsWith(Path other) {
      return real.startsWith(FaultyFiles.real(other));
    }

    @Override
    public boolean endsWith(Path other) {
      return real.endsWith(FaultyFiles.real(other));
    }

    @Override
    public Path normalize() {
      return faulty(real.normalize());
    }

    @Override
    public Path resolve(Path other) {
      return faulty(real.resolve(FaultyFiles.real(other)));
    }

    @Override
    public Path relativize(Path other) {
      return faulty(real.relativize(FaultyFiles.real(other)));
    }

    @Override
    public URI toUri() {
      return real.toUri();
    }

    @Override
    public Path toAbsolutePath() {
      return faulty(real.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
      return faulty(real.toRealPath(options));
    }

    @Override
    public WatchKey register(
        WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
      return real.compareTo(FaultyFiles.real(other));
    }

    @Override
    public String toString() {
      return real.toString();
    }
  }
}
