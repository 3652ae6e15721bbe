package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.Version;
import dev.seedbed.random.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/// One HTML file without anything outside of it. Its policy lets run no script but the two that are
/// part of it, and lets it reach no network.
final class Page {
  private static final String VERSION = version();
  private static final String ECHARTS =
      resource("/META-INF/resources/webjars/echarts/%s/echarts.min.js".formatted(VERSION));
  private static final String SCRIPT = resource("report.js");
  private static final String STYLE = resource("report.css");

  private Page() {}

  /// A number that matters, and what it is.
  record Figure(String name, String value) {}

  static String figures(List<Figure> figures) {
    return figures.stream()
        .map(figure ->
            "<div><dt>%s</dt><dd>%s</dd></div>\n"
                .formatted(Html.text(figure.name()), Html.text(figure.value())))
        .collect(Collectors.joining("", "<dl class=\"figures\">\n", "</dl>\n"));
  }

  /// A part of the page that one can go to.
  record Part(String id, String title) {
    static List<Part> of(List<Chart> charts) {
      return charts.stream().map(chart -> new Part(chart.id(), chart.title())).toList();
    }
  }

  /// Links to parts.
  static String contents(List<Part> parts) {
    return parts.stream()
        .map(part -> "<a href=\"#%s\">%s</a>\n".formatted(part.id(), Html.text(part.title())))
        .collect(Collectors.joining("", "<nav aria-label=\"contents\">\n", "</nav>\n"));
  }

  /// What the page was drawn by.
  static String drawn() {
    return "Drawn by Seedbed %s with Apache ECharts %s (Apache-2.0)."
        .formatted(Version.CURRENT, VERSION);
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The version of ECharts, as its own jar says.
  private static String version() {
    var properties = new Properties();
    try {
      properties.load(
          new StringReader(resource("/META-INF/maven/org.webjars/echarts/pom.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  /// The page.
  ///
  /// @param body HTML
  static String html(String title, String body) {
    // ECharts sets the style attributes of what it draws; no style can reach the network.
    String policy =
        "default-src 'none'; script-src %s %s; style-src %s; style-src-attr 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
            .formatted(hash(ECHARTS), hash(SCRIPT), hash(STYLE));
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="%s">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    <main>
    %s
    </main>
    <script>%s</script>
    <script>%s</script>
    </body>
    </html>
    """
        .formatted(policy, Html.text(title), STYLE, body, ECHARTS, SCRIPT);
  }

  private static String hash(String script) {
    byte[] digest = Sha256.digest().digest(script.getBytes(UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }
}
