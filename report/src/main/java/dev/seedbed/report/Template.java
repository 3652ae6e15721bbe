package dev.seedbed.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// HTML with places for values: `{{name}}`.
///
/// @param texts before, between and after the places
/// @param names of the places
record Template(List<String> texts, List<String> names) {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z0-9]+)}}");
  private static final Pattern FRAGMENT =
      Pattern.compile("<template id=\"([a-z-]+)\">\\n?(.*?)</template>", Pattern.DOTALL);

  private static final Map<String, Template> FRAGMENTS = fragments();

  static Template of(String html) {
    var texts = new ArrayList<String>();
    var names = new ArrayList<String>();
    var places = PLACE.matcher(html);
    int from = 0;
    while (places.find()) {
      texts.add(html.substring(from, places.start()));
      names.add(places.group(1));
      from = places.end();
    }
    texts.add(html.substring(from));
    return new Template(texts, names);
  }

  private static Map<String, Template> fragments() {
    var fragments = new HashMap<String, Template>();
    var found = FRAGMENT.matcher(Page.resource("fragments.html"));
    while (found.find()) {
      fragments.put(found.group(1), of(found.group(2)));
    }
    return fragments;
  }

  /// That piece of `fragments.html`.
  static Template fragment(String name) {
    Template fragment = FRAGMENTS.get(name);
    if (fragment == null) {
      throw new IllegalStateException("no such fragment: " + name);
    }
    return fragment;
  }

  /// The template with a value in each place. Values are not searched for places.
  ///
  /// @param values by name: [Html] as it is, all else as text
  Html fill(Map<String, ?> values) {
    var html = new StringBuilder(texts.getFirst());
    for (int i = 0; i < names.size(); i++) {
      Object value = values.get(names.get(i));
      if (value == null) {
        throw new IllegalStateException("no value for " + names.get(i));
      }
      html.append(
          value instanceof Html safe ? safe.markup() : Html.text(value.toString()).markup());
      html.append(texts.get(i + 1));
    }
    return new Html(html.toString());
  }
}
