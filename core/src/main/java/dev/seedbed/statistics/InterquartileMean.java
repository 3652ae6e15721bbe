package dev.seedbed.statistics;

import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The mean of the middle half of all scores: it uses more of them than a median, and a run that
/// went wrong moves it less than a mean. Agarwal et al. 2021, "Deep Reinforcement Learning at the
/// Edge of the Statistical Precipice", arXiv:2108.13264, section 4.2; the library rliable.
///
/// @param value of n scores, from all tasks together, without the ⌊n/4⌋ smallest and the ⌊n/4⌋
///   largest
/// @param interval percentiles over resamples in which each task keeps its number of runs
///   (stratified bootstrap, section 4.1). Too narrow for few runs of one task: of normal scores it
///   covered the truth in 89 % of 5, 94 % of 10 and of 20; with 10 tasks in 92 % of 5 runs each
/// @param tasks how many
/// @param scores how many
public record InterquartileMean(double value, Interval interval, int tasks, int scores) {
  private static final int QUARTER = 4;

  /// The interquartile mean of the scores of all tasks.
  ///
  /// @param tasks the scores of each, at least one, all finite, in any order
  /// @param seed of the resamples
  public static InterquartileMean of(List<double[]> tasks, Seed seed) {
    tasks.forEach(scores -> Moments.check("scores", scores));
    int count = tasks.stream().mapToInt(scores -> scores.length).sum();
    List<Seed> seeds = IntStream.range(0, tasks.size()).mapToObj(t -> ofTask(seed, t)).toList();
    double[] all = new double[count];
    double[] resampled = new double[Bootstrap.RESAMPLES];
    for (int i = 0; i < resampled.length; i++) {
      int place = 0;
      for (int t = 0; t < tasks.size(); t++) {
        double[] scores = tasks.get(t);
        int[] counts = Bootstrap.counts(seeds.get(t), i, scores.length);
        for (int j = 0; j < scores.length; j++) {
          Arrays.fill(all, place, place + counts[j], scores[j]);
          place += counts[j];
        }
      }
      resampled[i] = middle(all);
    }
    double[] scores = tasks.stream().flatMapToDouble(Arrays::stream).toArray();
    return new InterquartileMean(
        middle(scores), Bootstrap.percentiles(resampled), tasks.size(), count);
  }

  /// Tasks are resampled independently of each other.
  private static Seed ofTask(Seed seed, int task) {
    int[] words = new int[2];
    seed.stream("tasks/" + task).words(0, words, 0, 2);
    return new Seed(((long) words[0] << Integer.SIZE) | (words[1] & 0xFFFFFFFFL));
  }

  /// Sorts the scores.
  private static double middle(double[] scores) {
    Arrays.sort(scores);
    int cut = scores.length / QUARTER;
    return Moments.mean(Arrays.copyOfRange(scores, cut, scores.length - cut));
  }
}
