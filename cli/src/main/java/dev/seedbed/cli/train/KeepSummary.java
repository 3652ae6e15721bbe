package dev.seedbed.cli.train;

import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.study.Keep;
import dev.seedbed.study.Kept;
import dev.seedbed.train.Score;

/// The line of `train` on what several networks give together.
record KeepSummary(Lines out, Keep wanted, Kept kept) {

  void print() {
    int together = kept.candidates().size();
    if (together == 1) {
      if (wanted.members() > 1) {
        out.label(wanted.name(), "of one network: no other was trained to its end" + fewer());
      }
      return;
    }
    switch (kept.way()) {
      case Keep.Best _ when kept.soup().isPresent() -> out.label("soup", refused(together));
      case Keep.Best _ -> out.label("ensemble", wouldGive(together));
      case Keep.Ensemble _ ->
          out.label(
              "ensemble",
              "the best %d together give %s on the validation rows, the best alone %s; they are kept as one model%s"
                  .formatted(together, words(kept.ensemble()), words(kept.alone()), fewer()));
      case Keep.Soup _ ->
          out.label(
              "soup",
              "the mean of the weights of the best %d gives %s on the validation rows, their ensemble %s: it is kept%s"
                  .formatted(
                      together,
                      words(kept.soup().orElseThrow().score()),
                      words(kept.ensemble()),
                      fewer()));
    }
  }

  /// The best alone was chosen on the rows that it is measured on, the ensemble was not.
  private String wouldGive(int together) {
    boolean better = kept.ensemble().loss() < kept.alone().loss();
    return "the best %d together would give %s on the validation rows, the best alone %s%s"
        .formatted(
            together,
            words(kept.ensemble()),
            words(kept.alone()),
            better
                ? ": --keep ensemble keeps them as one model"
                : ", which was chosen on these rows, so that they flatter it");
  }

  private String refused(int together) {
    Kept.SoupScore soup = kept.soup().orElseThrow();
    return "the mean of the weights of the best %d gives %s on the validation rows, their ensemble %s%s: the best network is kept; --keep ensemble keeps them all%s"
        .formatted(
            together,
            words(soup.score()),
            words(kept.ensemble()),
            Double.isNaN(soup.standardError())
                ? ""
                : " (%s apart, standard error %s)"
                    .formatted(Words.loss(soup.excess()), Words.loss(soup.standardError())),
            fewer());
  }

  private String fewer() {
    return wanted.members() <= kept.candidates().size()
        ? ""
        : "; %d were asked for, no more were trained to their end: raise --references or --seeds"
            .formatted(wanted.members());
  }

  private static String words(Score score) {
    return "%s (%s)".formatted(Words.loss(score.loss()), Words.metric(score));
  }
}
