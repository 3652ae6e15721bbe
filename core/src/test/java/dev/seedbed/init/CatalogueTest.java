package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  @Test
  void names_uniqueAndFound() {
    var names = new ArrayList<String>();
    for (Entry entry : Catalogue.all()) {
      names.add(entry.name());
      names.addAll(Catalogue.aliases(entry));
      assertThat(Catalogue.find(entry.name())).contains(entry);
      Catalogue.aliases(entry).forEach(alias -> assertThat(Catalogue.find(alias)).contains(entry));
    }
    assertThat(names).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z0-9-]+"));
    assertThat(Catalogue.find("glorot")).isEmpty();
  }

  @Test
  void scheme_terms_weightsThenBiasesThenAdjustments() {
    Scheme scheme = Catalogue.scheme("he-normal + sparse-bias(activity=0.1)+label-bias");
    assertThat(scheme.weights()).isEqualTo(Initializers.heNormal());
    assertThat(scheme.biases())
        .isEqualTo(new Elementwise.Fixed(new Law.Constant(-2.197224577336219)));
    assertThat(scheme.adjustments()).containsExactly(new LabelBias());
    assertThat(Catalogue.scheme("constant(value=1e+2)").weights())
        .isEqualTo(new Elementwise.Fixed(new Law.Constant(100)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "glorot-unifrom; no scheme 'glorot-unifrom': did you mean 'glorot-uniform'?",
        "he-normal(gian=2); he-normal has no parameter 'gian': there are 'slope'",
        "he-normal(2); expected name or name(key=value,…), found 'he-normal(2)'",
        "zeros(value=2); zeros has no parameters: 'value'",
        "constant(value=two); constant: value must be a number: 'two'",
        "sparse(links=1.5); sparse: links must be a whole number from 1 on: 1.5",
        "sparse(links=0); sparse: links must be a whole number from 1 on: 0",
        "variance-scaling(mode=both); variance-scaling: mode must be one of in, out, average, geometric, in-squared, out-squared, spectral: 'both'",
        "he-normal(; expected name or name(key=value,…), found 'he-normal('",
        "''; expected name or name(key=value,…), found ''",
        "he-normal+critical; only the first name may be a scheme for weights and biases: 'he-normal+critical'",
        "normal(deviation=-1); deviation must be above 0 and finite as a float: -1.0",
        "normal(deviation=1e39); deviation must be above 0 and finite as a float: 1.0E39",
        "constant(value=-1e39); value must be finite as a float: -1.0E39",
        "uniform(low=0,high=1e39); mean must be finite as a float: 5.0E38",
        "glorot-uniform(gain=-1); gain must be above 0 and finite: -1.0",
        "glorot-uniform(gain=NaN); gain must be above 0 and finite: NaN",
        "mup-hidden(deviation=-1); gain must be above 0 and finite: -1.0",
        "identity(gain=NaN); gain must be finite as a float: NaN",
        "orthogonal(gain=NaN); gain must be finite as a float: NaN",
        "forget-gate(value=NaN); value must be finite as a float: NaN",
        "unit-variance(mean=NaN); mean must be finite as a float: NaN",
        "sparse(deviation=0); deviation must be above 0 and finite as a float: 0.0",
        "he-normal+zeros+ones; only one name may say how biases are drawn: 'he-normal+zeros+ones'",
        "torch+zeros+ones; only one name may say how biases are drawn: 'torch+zeros+ones'",
        "djl:XavierInitializer(gain=2,faithful=yes); djl:XavierInitializer: faithful=yes takes no other parameter",
        "log-odds(probability=1); a probability must be in (0, 1): 1.0",
        "lru-nu(outer=1.1); radii must be 0 <= inner < outer <= 1: 0.0, 1.1",
        "s4d-log-step(low=0); time steps must be 0 < low < high and finite: 0.0, 0.1",
        "mamba-dt-bias(low=1e-5); low must be at least 1e-4, below which Mamba's code cuts time steps off: 1.0E-5",
        "mamba2-a-log(low=-1); low must be above 0 and finite as a float: -1.0",
        "lsuv(tolerance=2); tolerance must be in (0, 1): 2.0"
      })
  void scheme_written_badly_refused(String text, String message) {
    assertThatThrownBy(() -> Catalogue.scheme(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
