package dev.seedbed.io.results;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the name of a column says of what it holds, as trackers of experiments and people write
/// them.
///
/// @param base the name without the prefix of its group
record ColumnName(String name, String base, Group group) {
  /// Trackers set apart what a run was given from what came out.
  enum Group {
    SETTING,
    METRIC,
    NONE
  }

  private static final Pattern SETTING =
      Pattern.compile(
          "(?i)(config|params?|hparams?|hyper_?parameters?|args|cfg)[./](?<base>.+)|params?_(?<optuna>.+)");
  private static final Pattern METRIC =
      Pattern.compile("(?i)(metrics?|summary|results?)[./](?<base>.+)");

  private static final Set<String> SEEDS =
      Set.of(
          "seed",
          "seeds",
          "random_seed",
          "randomseed",
          "rng_seed",
          "rngseed",
          "random_state",
          "manual_seed",
          "global_seed",
          "seed_everything",
          "run_seed",
          "train_seed",
          "training_seed",
          "init_seed",
          "model_seed",
          "rng");

  /// The more of them a table has, the more it wants the first.
  private static final List<String> STEPS =
      List.of(
          "step",
          "_step",
          "global_step",
          "trainer/global_step",
          "epoch",
          "epochs",
          "iteration",
          "iterations",
          "iter",
          "round",
          "timestep",
          "timesteps",
          "num_timesteps",
          "total_timesteps");

  /// What tells runs apart, and says nothing of how they were made.
  private static final List<String> IDENTIFIERS =
      List.of(
          "run_id",
          "id",
          "trial_id",
          "run_uuid",
          "run",
          "run_name",
          "trial",
          "trial_name",
          "name",
          "session_group_name",
          "display_name",
          "version",
          "number",
          "file");

  private static final Set<String> STATES = Set.of("state", "status");

  private static final Set<String> TASKS =
      Set.of("task", "dataset", "env", "environment", "env_id", "env_name", "game", "benchmark");

  /// How settings are called that must count, however few runs there are.
  private static final Set<String> CONFIGURATIONS =
      Set.of(
          "config",
          "configuration",
          "model",
          "method",
          "algorithm",
          "algo",
          "arch",
          "architecture",
          "optimizer",
          "variant",
          "setting",
          "condition",
          "group",
          "scheme");

  /// What trackers add to each run.
  private static final Set<String> ADDED =
      Set.of(
          "",
          "created",
          "createdat",
          "created_at",
          "updated",
          "updated_at",
          "runtime",
          "_runtime",
          "_timestamp",
          "timestamp",
          "end_time",
          "start_time",
          "start",
          "end",
          "duration",
          "user",
          "notes",
          "tags",
          "sweep",
          "hostname",
          "host",
          "description",
          "commit",
          "github",
          "gpu_count",
          "gpu_type",
          "os",
          "python_version",
          "experiment_id",
          "experiment",
          "artifact_uri",
          "source_type",
          "source_name",
          "lifecycle_stage",
          "user_id",
          "jobtype",
          "job_type",
          "wall_time",
          "walltime",
          "datetime_start",
          "datetime_complete",
          "heartbeatat",
          "relative_time_(process)",
          "relative_time_(wall)",
          "_wandb",
          "agent",
          "project",
          "entity",
          "logdir",
          "log_dir",
          "output_dir",
          "checkpoint",
          "time",
          "date",
          "index");

  static ColumnName of(String name) {
    Matcher setting = SETTING.matcher(name);
    if (setting.matches()) {
      String base = setting.group("base");
      return new ColumnName(name, base == null ? setting.group("optuna") : base, Group.SETTING);
    }
    Matcher metric = METRIC.matcher(name);
    return metric.matches()
        ? new ColumnName(name, metric.group("base"), Group.METRIC)
        : new ColumnName(name, name, Group.NONE);
  }

  /// The base in small letters, with underscores for spaces.
  private String plain() {
    return base.strip().toLowerCase(Locale.ROOT).replaceAll("[ -]+", "_");
  }

  boolean isSeed() {
    String last = plain().replaceAll(".*[./]", "");
    return group != Group.METRIC && (SEEDS.contains(plain()) || SEEDS.contains(last));
  }

  /// How early among the names of steps; that of none is last.
  int stepRank() {
    int rank = STEPS.indexOf(plain());
    return rank < 0 || group == Group.SETTING ? Integer.MAX_VALUE : rank;
  }

  boolean isStep() {
    return stepRank() < Integer.MAX_VALUE;
  }

  /// How early among the names of identifiers; that of none is last.
  int identifierRank() {
    int rank = IDENTIFIERS.indexOf(plain());
    return rank < 0 || group != Group.NONE ? Integer.MAX_VALUE : rank;
  }

  boolean isIdentifier() {
    return identifierRank() < Integer.MAX_VALUE;
  }

  boolean isState() {
    return group == Group.NONE && STATES.contains(plain());
  }

  boolean isTask() {
    return group != Group.METRIC && TASKS.contains(plain());
  }

  boolean isConfiguration() {
    return group != Group.METRIC && CONFIGURATIONS.contains(plain());
  }

  /// Whether a tracker added it to the run, which neither was given it nor gave it.
  boolean isAdded() {
    return group == Group.NONE
        && (ADDED.contains(plain())
            || plain().startsWith("tags.")
            || plain().startsWith("system/")
            || plain().startsWith("system.")
            || plain().startsWith("unnamed:"));
  }
}
