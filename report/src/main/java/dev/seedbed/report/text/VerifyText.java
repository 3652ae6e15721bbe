package dev.seedbed.report.text;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Library;
import dev.seedbed.io.document.VerifyDocument;
import dev.seedbed.io.document.VerifyDocument.FindingRow;
import dev.seedbed.io.document.VerifyDocument.InsteadPart;
import dev.seedbed.io.document.VerifyDocument.MeantPart;
import dev.seedbed.io.document.VerifyDocument.TensorPart;
import dev.seedbed.io.verify.EqualParts;
import dev.seedbed.verify.Instead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a verification found, in sentences.
///
/// @param result as `verify --json` says it
public record VerifyText(VerifyDocument result) {
  private static final double SMALLEST_P = 1e-300;
  private static final double MANY_ZEROS = 1e-3;
  private static final int MOST_NAMED = 4;

  /// The usual note of a tensor that no rule covers.
  private static final String NO_RULE = "no rule fits it";

  /// A name of a library, or the library's default, as it really draws.
  private static final Pattern FAITHFUL = Pattern.compile("(\\w+)(?::(\\w+))?\\(faithful=yes\\)");

  /// Faults that a draw of the promised law may have, however rarely.
  private static final Set<String> BY_CHANCE = Set.of("mean", "scale", "tails", "shape");

  /// The file, and how much of it there is.
  public String model() {
    long elements =
        result.tensors().stream()
            .mapToLong(tensor -> tensor.shape().stream().reduce(1L, (a, b) -> a * b))
            .sum();
    return "%s: %s of %,d numbers"
        .formatted(result.model(), count(result.tensors().size(), "tensor"), elements);
  }

  /// What was meant.
  public String meant() {
    MeantPart meant = result.meant();
    String name = meant.name().orElse("");
    return switch (meant.by()) {
      case "recipe" ->
          "%s%s"
              .formatted(
                  meant.title().orElse(name),
                  meant.source().map(source -> ", " + source).orElse(""));
      case "rules" -> "the rules";
      case "like" -> "the laws of " + name;
      case "equal" -> "the numbers of " + name;
      case "from" -> "numbers that changed since " + name;
      default -> throw new IllegalArgumentException(meant.by());
    };
  }

  /// The verdict in a sentence.
  public String verdict() {
    long agree = count("agrees");
    long differ = count("differs");
    long missing =
        result.findings().stream().filter(finding -> finding.fault().equals("missing")).count();
    String tested =
        switch (result.verdict()) {
          case "as-meant" ->
              "%s as meant"
                  .formatted(
                      agree == 1 ? "the tensor is" : "all %,d tested tensors are".formatted(agree));
          case "not-run" -> "nothing could be tested";
          default ->
              "%s not as meant, %,d %s"
                  .formatted(
                      differ == 1 ? "1 tensor is" : "%,d tensors are".formatted(differ),
                      agree,
                      agree == 1 ? "is" : "are");
        };
    String more =
        missing == 0
            ? ""
            : "; %s missing".formatted(missing == 1 ? "1 is" : "%,d are".formatted(missing));
    return tested + more;
  }

  private long count(String state) {
    return result.tensors().stream().filter(tensor -> tensor.state().equals(state)).count();
  }

  private static String count(long count, String what) {
    return "%,d %s%s".formatted(count, what, count == 1 ? "" : "s");
  }

  /// What was not tested, a sentence each.
  public List<String> notes() {
    var notes = new ArrayList<String>();
    result.unmatchedRules().forEach(rule -> notes.add("rule '%s' fits no tensor".formatted(rule)));
    result.axes().ifPresent(axes -> notes.add(axes + "; --layout says otherwise"));
    byNote("no-rule")
        .forEach((reason, tensors) ->
            notes.add(
                "no rule covers %s%s: %s"
                    .formatted(
                        count(tensors.size(), "parameter"),
                        reason.equals(NO_RULE) ? "" : ", " + reason,
                        names(tensors))));
    byNote("not-tested")
        .forEach(
            (reason, tensors) -> notes.add("not tested, %s: %s".formatted(reason, names(tensors))));
    return notes;
  }

  private Map<String, List<String>> byNote(String state) {
    Map<String, List<String>> names = new LinkedHashMap<>();
    result.tensors().stream()
        .filter(tensor -> tensor.state().equals(state))
        .forEach(tensor ->
            names
                .computeIfAbsent(tensor.note().orElse(""), _ -> new ArrayList<>())
                .add(tensor.name()));
    return names;
  }

  /// The first few names, and how many more there are.
  public static String names(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())))
        + (names.size() > MOST_NAMED ? " and %,d more".formatted(names.size() - MOST_NAMED) : "");
  }

  /// The document with each finding in words.
  public VerifyDocument inWords() {
    Map<String, TensorPart> tensors = new HashMap<>();
    result.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    return result.saying(
        result.findings().stream()
            .map(finding ->
                finding.saying(words(finding, Optional.ofNullable(tensors.get(finding.tensor())))))
            .toList());
  }

  /// Findings of one kind.
  ///
  /// @param first in words
  /// @param likewise the other tensors of which the same can be said
  public record Group(FindingRow first, List<String> likewise) {}

  /// The findings, those of one kind together, in the order of their first.
  public List<Group> groups() {
    Map<List<Object>, Group> groups = new LinkedHashMap<>();
    for (FindingRow finding : result.findings()) {
      List<Object> kind =
          List.of(
              finding.severity(),
              finding.fault(),
              finding.whole(),
              finding.rounding(),
              magnitude(finding),
              finding.parts().map(EqualParts::axis),
              finding.parts().map(EqualParts::parts),
              finding.instead().map(InsteadPart::kind),
              finding.instead().flatMap(InsteadPart::scheme),
              finding.instead().flatMap(InsteadPart::mistake),
              finding.instead().map(InsteadPart::times));
      Group group = groups.get(kind);
      if (group == null) {
        groups.put(kind, new Group(finding, new ArrayList<>()));
      } else {
        group.likewise().add(finding.tensor());
      }
    }
    return List.copyOf(groups.values());
  }

  /// The nearest power of two of the variance that was found over that which was promised, if the
  /// finding says so, and whether it is above.
  private static List<Long> magnitude(FindingRow finding) {
    double of =
        finding
            .instead()
            .map(InsteadPart::ratio)
            .orElse(OptionalDouble.empty())
            .orElseGet(() ->
                finding.fault().equals("scale")
                    ? StrictMath.pow(finding.found().orElse(1) / finding.expected().orElse(1), 2)
                    : 1);
    double log = StrictMath.log(of) / StrictMath.log(2);
    return List.of(Math.round(log), (long) Math.signum(log));
  }

  /// A scheme as it is read: libraries by their names.
  private static String readable(String scheme) {
    Matcher name = FAITHFUL.matcher(scheme);
    if (!name.matches()) {
      return scheme;
    }
    String library =
        Catalogue.libraries().stream()
            .filter(known -> known.id().equals(name.group(1)))
            .map(Library::title)
            .findFirst()
            .orElse(name.group(1));
    return name.group(2) == null ? "what " + library + " draws" : name.group(2) + " of " + library;
  }

  /// What is wrong, with what fits instead and what was promised.
  private static String words(FindingRow finding, Optional<TensorPart> tensor) {
    String promise =
        tensor
            .flatMap(TensorPart::scheme)
            .filter(_ -> finding.p().isPresent())
            .map(scheme ->
                ". Promised: %s%s"
                    .formatted(
                        readable(scheme),
                        tensor.flatMap(TensorPart::promised).map(law -> ", " + law).orElse("")))
            .orElse("");
    return fault(finding, tensor)
        + finding.instead().map(other -> instead(finding, other)).orElse(nothing(finding, tensor))
        + promise
        + p(finding);
  }

  private static String nothing(FindingRow finding, Optional<TensorPart> tensor) {
    if (!List.of("scale", "shape", "mean").contains(finding.fault())
        || finding.promised().isEmpty()) {
      return "";
    }
    return tensor.filter(part -> elements(part) < Instead.FEW).isPresent()
        ? ". Too few elements to tell by what it was drawn"
        : ". No law that Seedbed knows fits it";
  }

  /// What no draw can be needs no probability.
  private static String p(FindingRow finding) {
    if (finding.p().isEmpty() || !BY_CHANCE.contains(finding.fault())) {
      return "";
    }
    double p = finding.p().getAsDouble();
    return p < SMALLEST_P ? " (p < 1e-300)" : " (p = %.1g)".formatted(p);
  }

  private static String fault(FindingRow finding, Optional<TensorPart> tensor) {
    String found = finding.found().isPresent() ? figures(finding.found().getAsDouble()) : "";
    String expected =
        finding.expected().isPresent() ? figures(finding.expected().getAsDouble()) : "";
    return switch (finding.fault()) {
      case "finite" -> notFinite(finding, tensor);
      case "value" -> "%s in place of %s".formatted(found, expected);
      case "variation" -> "all elements are " + found;
      case "mean" -> "mean %s in place of %s".formatted(found, expected);
      case "scale" ->
          "standard deviation %s in place of %s%s".formatted(found, expected, times(finding));
      case "tails" -> tails(finding, tensor);
      case "shape" ->
          "its elements follow another law%s%s".formatted(distance(finding), zeros(finding));
      case "structure" ->
          "it has not the structure of %s (%s off)"
              .formatted(finding.promised().orElse(""), percent(finding.found().orElse(0)));
      case "same-numbers" -> same(finding);
      case "same-parts" -> finding.parts().map(VerifyText::parts).orElseThrow();
      case "missing" -> "the file has no such tensor";
      case "extra" -> "the other file has no such tensor";
      case "other-shape" ->
          "%s in place of %s".formatted(finding.other().orElse(""), finding.promised().orElse(""));
      case "rounded" ->
          "%s differ%s: rounded to %s"
              .formatted(some(finding, tensor), upTo(found), finding.rounding().orElse(""));
      case "redrawn" ->
          "%s differ%s, and follow one law: drawn from another seed"
              .formatted(some(finding, tensor), upTo(found));
      case "other-numbers" -> "%s differ%s".formatted(some(finding, tensor), upTo(found));
      case "untouched" ->
          finding
              .rounding()
              .map("untouched but for rounding to %s"::formatted)
              .orElse("it is to the bit what it was before");
      case "still-a-start" -> "it changed, and still is what an initialiser draws";
      case "no-rule" -> "no rule says what it should be";
      default -> throw new IllegalArgumentException(finding.fault());
    };
  }

  private static String upTo(String difference) {
    return difference.isEmpty() ? "" : ", by up to " + difference;
  }

  /// How many of its elements a finding is about.
  private static String some(FindingRow finding, Optional<TensorPart> tensor) {
    long some = finding.elements().orElse(0);
    return tensor
        .map(part ->
            some == elements(part)
                ? "all %,d elements".formatted(some)
                : "%,d of its %,d elements".formatted(some, elements(part)))
        .orElse("%,d of its elements".formatted(some));
  }

  private static long elements(TensorPart tensor) {
    return tensor.shape().stream().reduce(1L, (a, b) -> a * b);
  }

  private static String notFinite(FindingRow finding, Optional<TensorPart> tensor) {
    long wrong = finding.elements().orElse(0);
    long nan = finding.nan().orElse(-1);
    String what = nan == wrong ? "NaN" : nan == 0 ? "infinite" : "NaN or infinite";
    return "%s %s %s".formatted(some(finding, tensor), wrong == 1 ? "is" : "are", what);
  }

  private static String tails(FindingRow finding, Optional<TensorPart> tensor) {
    double found = finding.found().orElse(0);
    double usual = finding.expected().orElse(0);
    String kind = finding.instead().map(InsteadPart::kind).orElse("");
    if (kind.equals("unwritten") || kind.equals("scale")) {
      return "its elements reach %s, and none should be beyond %s"
          .formatted(figures(found), figures(usual));
    }
    double sd = tensor.map(TensorPart::promisedSd).orElse(OptionalDouble.empty()).orElse(0);
    boolean one = finding.elements().orElse(0) == 1;
    return "%s %s too far out: %s%s from the mean%s, and %s was to be the farthest%s"
        .formatted(
            some(finding, tensor),
            one ? "lies" : "lie",
            one ? "" : "up to ",
            figures(found),
            sd > 0 ? ", %s standard deviations".formatted(figures(found / sd)) : "",
            figures(usual),
            finding.alone().orElse(false) && kind.isEmpty() ? "; all others fit" : "");
  }

  /// How far the law is from the promised one, where nothing else says what it is.
  private static String distance(FindingRow finding) {
    return finding.instead().isPresent()
        ? ""
        : " (Kolmogorov–Smirnov distance %s)".formatted(figures(finding.found().orElse(0)));
  }

  private static String times(FindingRow finding) {
    double ratio = finding.found().orElse(1) / finding.expected().orElse(1);
    double variance =
        finding
            .instead()
            .map(InsteadPart::ratio)
            .orElse(OptionalDouble.empty())
            .orElse(ratio * ratio);
    return variance > 1
        ? ", a variance %s times too large".formatted(figures(variance))
        : variance > 0 ? ", a variance %s times too small".formatted(figures(1 / variance)) : "";
  }

  private static String zeros(FindingRow finding) {
    double zeros = finding.zeros().orElse(0);
    return zeros > MANY_ZEROS ? "; %s are 0".formatted(percent(zeros)) : "";
  }

  private static String same(FindingRow finding) {
    double factor = finding.factor().orElse(1);
    String other = finding.other().orElse("");
    if (finding.whole().orElse(false)) {
      return "the same numbers as " + other;
    }
    return factor == 1
        ? "begins with the same numbers as " + other + ": drawn from the same seed"
        : "begins with the numbers of %s times %s: drawn from the same seed"
            .formatted(other, figures(factor));
  }

  private static String parts(EqualParts parts) {
    String axis = parts.axis() == 0 ? "first" : "second";
    return parts.all()
        ? "its %d parts along the %s axis hold the same numbers, as shards of one seed do"
            .formatted(parts.parts(), axis)
        : "parts %d and %d of %d along the %s axis hold the same numbers"
            .formatted(parts.one() + 1, parts.other() + 1, parts.parts(), axis);
  }

  private static String instead(FindingRow finding, InsteadPart instead) {
    String law = instead.law().orElse("");
    String scheme = readable(instead.scheme().orElse(""));
    return switch (instead.kind()) {
      case "constant" ->
          finding.fault().equals("variation")
              ? ""
              : ": all elements are " + figures(instead.value().orElse(0));
      case "unwritten" -> ": numbers of all magnitudes, as in memory that nothing was written to";
      case "promise" ->
          ": fits %s, %s, which is promised of %s"
              .formatted(scheme, law, instead.tensor().orElse(""));
      case "fans" -> ": fits %s, with %s".formatted(law, mistake(instead));
      case "not-widened" -> ": fits %s, which was not widened after it was cut".formatted(law);
      case "scheme" -> ": fits %s, %s%s".formatted(scheme, law, defaultOf(instead));
      case "scale" -> ": but for that, the law is right";
      case "law" -> ": fits " + law;
      default -> throw new IllegalArgumentException(instead.kind());
    };
  }

  private static String defaultOf(InsteadPart instead) {
    return instead
        .defaultOf()
        .map(libraries -> ", the default of " + String.join(", ", libraries))
        .orElse("");
  }

  private static String mistake(InsteadPart instead) {
    long times = instead.times().orElse(1);
    String fans =
        Stream.of(
                fan("fan-in", instead.fanIn(), instead.rightFanIn()),
                fan("fan-out", instead.fanOut(), instead.rightFanOut()))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(" and "));
    return switch (instead.mistake().orElse("")) {
      case "swapped" -> fans + ": exchanged";
      case "one" -> fans;
      case "as-convolution" -> fans + ": its axes read as those of a convolution";
      case "all-matrices" -> fans + ": its %,d matrices or groups taken for one".formatted(times);
      case "no-window" -> fans + ": the %,d taps of its window not counted".formatted(times);
      case "shard-of-inputs", "shard-of-outputs" ->
          fans + ", as one of %,d shards has it".formatted(times);
      default -> throw new IllegalArgumentException(instead.mistake().orElse(""));
    };
  }

  private static String fan(String name, OptionalDouble taken, OptionalDouble right) {
    return taken.isEmpty()
        ? ""
        : "%s %s in place of %s"
            .formatted(name, figures(taken.getAsDouble()), figures(right.orElse(0)));
  }

  private static String percent(double share) {
    return share >= 0.1 ? "%.0f %%".formatted(100 * share) : "%.2g %%".formatted(100 * share);
  }

  private static String figures(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e6
        ? "%,d".formatted((long) value)
        : String.format(Locale.ROOT, "%.4g", value)
            .replaceFirst("(\\.\\d*?)0+(?=e|$)", "$1")
            .replaceFirst("\\.(?=e|$)", "");
  }
}
