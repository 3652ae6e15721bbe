package dev.seedbed.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final Template TEMPLATE =
      Template.of("<p class=\"{{kind}}\">{{text}}</p>{{kind}}");

  @Test
  void fill_text_isEscaped() {
    assertThat(TEMPLATE.fill(Map.of("kind", "\"a'", "text", "<b>&")))
        .isEqualTo(new Html("<p class=\"&quot;a&#39;\">&lt;b&gt;&amp;</p>&quot;a&#39;"));
  }

  @Test
  void fill_html_staysAsItIs() {
    assertThat(TEMPLATE.fill(Map.of("kind", 2, "text", new Html("<b>x</b>"))))
        .isEqualTo(new Html("<p class=\"2\"><b>x</b></p>2"));
  }

  /// A value that looks like a place is a value.
  @Test
  void fill_valueWithAPlace_isNotFilled() {
    assertThat(TEMPLATE.fill(Map.of("kind", "{{text}}", "text", "$1\\")).markup())
        .isEqualTo("<p class=\"{{text}}\">$1\\</p>{{text}}");
  }

  @Test
  void fill_missingValue_refused() {
    assertThatThrownBy(() -> TEMPLATE.fill(Map.of("kind", "a")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no value for text");
  }

  @Test
  void fragment_unknown_refused() {
    assertThatThrownBy(() -> Html.fragment("none", Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no such fragment: none");
  }

  @Test
  void each_joinsPieces() {
    assertThat(Html.each(List.of("<", "a"), Html::text)).isEqualTo(new Html("&lt;a"));
  }
}
