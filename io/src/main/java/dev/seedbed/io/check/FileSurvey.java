package dev.seedbed.io.check;

import dev.seedbed.check.Survey;
import dev.seedbed.io.model.ActivationJson;
import dev.seedbed.io.transfer.SchemeFormat;
import dev.seedbed.io.transfer.SharedFiles;
import dev.seedbed.study.DividedWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The survey of starts that are drawn for a model file, some seeds a part. Machines find the file,
/// and the rows if any are given, by their paths.
final class FileSurvey implements DividedWork<Survey.Counts> {
  private static final long serialVersionUID = 1;

  private final String model;
  private final @Nullable String data;
  private final @Nullable String target;
  private final double learningRate;
  private final HashMap<String, ArrayList<Long>> shapes = new HashMap<>();
  private final @Nullable String output;
  private final @Nullable String scheme;
  private final String activation;
  private final SeedParts seeds;
  private final SharedFiles files;
  private transient SavedSurvey.@Nullable Opened opened;

  FileSurvey(SavedSurvey survey, SavedSurvey.Opened opened) throws IOException {
    SavedCheck check = survey.check();
    Optional<SavedCheck.Given> given = check.given();
    this.model = absolute(check.saved().file().path());
    this.data = given.map(rows -> absolute(rows.data())).orElse(null);
    this.target = given.flatMap(SavedCheck.Given::target).orElse(null);
    this.learningRate = check.request().learningRate();
    check.request().shapes().forEach((input, axes) -> shapes.put(input, new ArrayList<>(axes)));
    this.output = check.request().output().orElse(null);
    this.scheme = survey.scheme().map(SchemeFormat::encode).orElse(null);
    this.activation = ActivationJson.write(survey.activation()).toString();
    this.seeds = SeedParts.of(survey.seeds());
    var shared = new ArrayList<>(List.of(check.saved().file().path()));
    given.ifPresent(rows -> shared.add(rows.data()));
    this.files = SharedFiles.of("the model and the data", shared);
    this.opened = opened;
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().toString();
  }

  @Override
  public int parts() {
    return seeds.parts();
  }

  @Override
  public String name(int part) {
    return seeds.name(part);
  }

  @Override
  public Survey.Counts run(int part) throws IOException {
    return opened().count(seeds.of(part));
  }

  /// Read once on each machine.
  private synchronized SavedSurvey.Opened opened() throws IOException {
    SavedSurvey.Opened known = opened;
    if (known == null) {
      known = read().open();
      opened = known;
    }
    return known;
  }

  private SavedSurvey read() throws IOException {
    files.require();
    var request =
        new CheckRequest(
            learningRate, false, Map.copyOf(shapes), Optional.ofNullable(output), false, 1);
    SavedCheck check = SavedCheck.of(Path.of(model)).asking(request);
    return new SavedSurvey(
        data == null ? check : check.on(Path.of(data), Optional.ofNullable(target)),
        List.of(),
        Optional.ofNullable(scheme).map(SchemeFormat::decode),
        ActivationJson.read(JsonMapper.shared().readTree(activation)));
  }
}
