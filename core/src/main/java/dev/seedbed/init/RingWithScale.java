package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import java.util.List;

/// ln ν of an LRU, as [RingDecay] has it, and the ln γ that goes with it: γ = √(1 − exp(−2ν))
/// scales the inputs so that the state has their variance. Orvieto et al. 2023, arXiv:2303.06349,
/// equation 7.
record RingWithScale(RingDecay law) implements Joint {

  @Override
  public List<String> parts() {
    return List.of("ν_log", "γ_log");
  }

  @Override
  public boolean readsFirst() {
    return false;
  }

  @Override
  public void check(List<Kernel> parts) {
    long decays = parts.get(0).count();
    if (decays != parts.get(1).count() || decays > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "ν_log and γ_log must have the same number of elements, below 2^31: %d, %d"
              .formatted(decays, parts.get(1).count()));
    }
  }

  @Override
  public List<float[]> draw(List<Kernel> parts, float[] first, RandomStream stream) {
    float[] decays = new float[(int) parts.get(0).count()];
    law.draw(stream, 0, decays);
    float[] scales = new float[decays.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = (float) (0.5 * StrictMath.log(-StrictMath.expm1(-2 * StrictMath.exp(decays[i]))));
    }
    return List.of(decays, scales);
  }

  @Override
  public String symbols(int part) {
    return part == 0 ? law.symbols() : "½ ln(1 - exp(-2ν))";
  }
}
