package dev.seedbed.io.file;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/// Why files cannot be read or written, in words.
public final class FileFaults {

  private FileFaults() {}

  /// The reason alone, without the file's name: the operating system's words, such as "No space
  /// left on device", or plain ones where Java has a class for it and no words.
  public static String reason(IOException e) {
    String given = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    String words = Objects.requireNonNullElse(given, "the system does not say why");
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case FileAlreadyExistsException _ -> "something of that name exists already";
      case NotDirectoryException _ -> "not a folder";
      case CharacterCodingException _ -> "not UTF-8 text";
      // Its message is the name, and the reason in brackets.
      case FileNotFoundException _ -> words.replaceFirst("(?s).* \\((.*)\\)", "$1");
      case EOFException _ when given == null -> "it ends too early";
      case ClosedByInterruptException _ -> "interrupted";
      default -> words;
    };
  }
}
