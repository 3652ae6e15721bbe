package dev.seedbed.data;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// How the cells of a table are written, where that can be done in several ways. A model keeps it,
/// so that later rows are read like those that it learnt from.
///
/// @param dates the columns of dates, each with its pattern, such as dd/MM/yyyy
/// @param decimalCommas the columns whose numbers have a decimal comma
/// @param verbatim the columns of texts in which only an empty cell is missing, or a mark that the
///   user names
/// @param missing what stands for a missing value beside the usual marks
public record CellNotation(
    SortedMap<String, String> dates,
    SortedSet<String> decimalCommas,
    SortedSet<String> verbatim,
    SortedSet<String> missing) {
  /// No dates, decimal points, the usual marks.
  public static final CellNotation USUAL = new CellNotation(Map.of(), Set.of(), Set.of(), Set.of());

  public CellNotation {
    dates = Collections.unmodifiableSortedMap(new TreeMap<>(dates));
    decimalCommas = Collections.unmodifiableSortedSet(new TreeSet<>(decimalCommas));
    verbatim = Collections.unmodifiableSortedSet(new TreeSet<>(verbatim));
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
  }

  public CellNotation(
      Map<String, String> dates,
      Set<String> decimalCommas,
      Set<String> verbatim,
      Set<String> missing) {
    this(
        new TreeMap<>(dates),
        new TreeSet<>(decimalCommas),
        new TreeSet<>(verbatim),
        new TreeSet<>(missing));
  }

  /// The part that concerns some columns.
  public CellNotation of(Set<String> columns) {
    var ofDates = new TreeMap<>(dates);
    ofDates.keySet().retainAll(columns);
    var ofCommas = new TreeSet<>(decimalCommas);
    ofCommas.retainAll(columns);
    var ofVerbatim = new TreeSet<>(verbatim);
    ofVerbatim.retainAll(columns);
    return new CellNotation(ofDates, ofCommas, ofVerbatim, missing);
  }
}
