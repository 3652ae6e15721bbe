package dev.seedbed.io.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.io.weights.Role.Constant;
import dev.seedbed.io.weights.Role.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Names as PyTorch, Hugging Face, Keras, Flax and llama.cpp give them.
class NamedRolesTest {
  private static StoredTensor tensor(String name, String shape, String type) {
    long[] lengths =
        shape.isEmpty()
            ? new long[0]
            : List.of(shape.split("x", -1)).stream().mapToLong(Long::parseLong).toArray();
    Optional<FloatType> real = type.equals("F32") ? Optional.of(FloatType.F32) : Optional.empty();
    return new StoredTensor(name, type, lengths, real, Optional.empty(), Parameter.OTHER);
  }

  /// @param beside another tensor of the file, with its shape, if there is one
  private static Role role(String name, String shape, String type, String beside) {
    var all = new ArrayList<>(List.of(tensor(name, shape, type)));
    if (!beside.isEmpty()) {
      all.add(tensor(beside.split(" ", -1)[0], beside.split(" ", -1)[1], "F32"));
    }
    return new NamedRoles(all).of(all.getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    "fc.weight, 10x4, '', WEIGHT",
    "dense/kernel, 4x10, '', WEIGHT",
    "fc.weight, 1x1, '', WEIGHT",
    "conv.weight, 1x3x3x3, '', WEIGHT",
    "wte.weight, 100x4, '', WEIGHT",
    "lstm.weight_hh_l0, 8x2, '', WEIGHT",
    "attn.in_proj_weight, 12x4, '', WEIGHT",
    "fc.bias, 10, 'fc.weight 10x4', BIAS",
    "fc.bias, 10, '', BIAS",
    "dense/bias:0, 10, '', BIAS",
    "bn/gamma:0, 8, '', SCALE",
    "lstm.bias_hh_l0, 8, '', BIAS",
    "attn/query/bias, 2x8, 'attn/query/kernel 16x2x8', BIAS",
    "ln_1.weight, 8, 'ln_1.bias 8', SCALE",
    "ln_1.bias, 8, 'ln_1.weight 8', SHIFT",
    "norm.weight, 8, '', SCALE",
    "bn/gamma, 8, 'bn/beta 8', SCALE",
    "bn/beta, 8, 'bn/gamma 8', SHIFT",
    "prelu.weight, 8, '', OTHER",
    "act.weight, 1, '', OTHER",
    "cls_token, 1x1x8, '', OTHER",
    "pos_embed, 1x17x8, '', OTHER",
    "positional_embedding, 17x8, '', OTHER",
    "attn.relative_position_bias_table, 169x3, '', OTHER",
    "conv.weight_g, 8x1x1, '', OTHER",
    "block.gamma, 8x1x1, '', OTHER",
    "bn/gamma:0, 1, 'bn/beta:0 1', SCALE",
    "head/p_re_lu/alpha, 3x3x8, '', OTHER",
    "token_embd.weight, 100x8, '', WEIGHT",
    "output_norm.weight, 8, '', SCALE",
    "blk.0.attn_norm.weight, 8, 'blk.0.attn_norm.bias 8', SCALE",
    "blk.0.attn_norm.bias, 8, 'blk.0.attn_norm.weight 8', SHIFT",
    "blk.0.attn_q.bias, 8, 'blk.0.attn_q.weight 8x4', BIAS",
    "blk.0.ffn_up_exps.weight, 4x16x8, '', WEIGHT",
    "blk.0.attn_sinks.weight, 8, '', OTHER",
    "blk.0.layer_output_scale.weight, 1, '', OTHER",
    "blk.0.time_mix_lerp_x.weight, 8x1x1, '', OTHER",
    "blk.0.ssm_a, 16x64, '', OTHER"
  })
  void of_parameters(String name, String shape, String beside, Parameter role) {
    assertThat(role(name, shape, "F32", beside)).isEqualTo(role);
  }

  @ParameterizedTest
  @CsvSource({
    "bn.running_mean, 8, F32, 'a buffer, by its name'",
    "bn.num_batches_tracked, '', I64, 'a buffer, by its name'",
    "embeddings.position_ids, 1x512, I64, 'a buffer, by its name'",
    "h.0.attn.masked_bias, '', F32, 'a buffer, by its name'",
    "h.0.attn.bias, 1x1x1024x1024, F32, 'a mask, by its name and shape'",
    "rotary.inv_freq, 32, F32, 'a buffer, by its name'",
    "layers.0.attn_mask, 64x49x49, F32, 'a buffer, by its name'",
    "pos_encoder.pe, 1x100x8, F32, 'a buffer, by its name'",
    "rope_freqs.weight, 64, F32, 'a buffer, by its name'",
    "layers/normalization/mean, 3, F32, 'a buffer, by its name'",
    "step, 8, I64, 'of type I64'"
  })
  void of_constants(String name, String shape, String type, String reason) {
    assertThat(role(name, shape, type, "")).isEqualTo(new Constant(reason));
  }
}
