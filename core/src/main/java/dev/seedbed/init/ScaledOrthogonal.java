package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import java.util.OptionalDouble;

/// Orthogonal at the middle of the window, and √(units / inputs) times as long where a layer
/// widens, so that the mean square of the outputs is that of the inputs: the weights of DKS and
/// TAT. Martens et al. 2021, arXiv:2110.01765, "Parameter distributions", whose code calls it SUO.
///
/// @param gain times as long as that
record ScaledOrthogonal(double gain) implements Structured {
  ScaledOrthogonal {
    Structured.finite("gain", gain);
  }

  @Override
  public void check(Place place) {
    Structured.checkWeights(place, "scaled-orthogonal");
    Structured.checkCentre(place.kernel(), "scaled-orthogonal");
  }

  private Orthogonal weights(Kernel kernel) {
    double widening = Math.sqrt(Math.max(1, (double) kernel.units() / kernel.inputs()));
    return new Orthogonal(gain * widening, Orthogonal.Window.CENTRE);
  }

  @Override
  public float[] draw(Place place, RandomStream stream) {
    return weights(place.kernel()).draw(place, stream);
  }

  @Override
  public OptionalDouble departure(Place place, float[] values) {
    return weights(place.kernel()).departure(place, values);
  }

  @Override
  public String symbols() {
    return (gain == 1 ? "" : gain + " · ") + "max(1, √(units / inputs)) · Q";
  }
}
