package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.Version;
import dev.seedbed.jvm.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One HTML file without anything outside of it. Its policy lets no script run but the two that are
/// part of it, and lets it reach no network.
final class Page {
  private static final String VERSION = version();
  private static final String ECHARTS =
      resource("/META-INF/resources/webjars/echarts/%s/echarts.min.js".formatted(VERSION));
  private static final String SCRIPT = script("options", "start", "study", "report");
  private static final String STYLE = resource("report.css");
  private static final Template PAGE = Template.of(resource("page.html"));

  private Page() {}

  /// A number that matters, and what it is.
  record Figure(String name, String value) {}

  static Html figures(List<Figure> figures) {
    return Html.fragment(
        "figures",
        Map.of(
            "figures",
            Html.each(
                figures,
                figure ->
                    Html.fragment(
                        "figure", Map.of("name", figure.name(), "value", figure.value())))));
  }

  static Html paragraphs(List<String> sentences) {
    return Html.each(sentences, words -> Html.fragment("paragraph", Map.of("text", words)));
  }

  /// A part of the page that one can go to.
  record Part(String id, String title) {
    static List<Part> of(List<Chart> charts) {
      return charts.stream().map(chart -> new Part(chart.id(), chart.title())).toList();
    }
  }

  /// Links to parts.
  static Html contents(List<Part> parts) {
    return Html.fragment(
        "contents",
        Map.of(
            "links",
            Html.each(
                parts,
                part -> Html.fragment("link", Map.of("id", part.id(), "title", part.title())))));
  }

  /// The footer line that says which program drew the page.
  static String drawn() {
    return "Drawn by Seedbed %s with Apache ECharts %s (Apache-2.0)."
        .formatted(Version.CURRENT, VERSION);
  }

  static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Script files as one script, whose names nothing else sees.
  private static String script(String... names) {
    return Stream.of(names)
        .map(name -> resource(name + ".js"))
        .collect(Collectors.joining("\n", "(() => {\n'use strict';\n", "})();\n"));
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
  static String html(String title, Html body) {
    // ECharts sets the style attributes of what it draws; no style can reach the network.
    String policy =
        "default-src 'none'; script-src %s %s; style-src %s; style-src-attr 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
            .formatted(hash(ECHARTS), hash(SCRIPT), hash(STYLE));
    return PAGE.fill(
            Map.of(
                "policy",
                new Html(policy),
                "title",
                title,
                "style",
                new Html(STYLE),
                "body",
                body,
                "echarts",
                new Html(ECHARTS),
                "script",
                new Html(SCRIPT)))
        .markup();
  }

  private static String hash(String script) {
    byte[] digest = Sha256.digest().digest(script.getBytes(UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }
}
