package dev.seedbed.io.document;

import dev.seedbed.data.Notice;
import java.util.Optional;

/// Something about the data that their owner should know.
///
/// @param column what it is about; empty if it is about rows
/// @param message what was found, and what to do
public record NoticePart(Notice.Kind kind, Optional<String> column, String message) {}
