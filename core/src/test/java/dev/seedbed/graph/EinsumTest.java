package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EinsumTest {
  private static NdArray[] operands(String shapes) {
    String[] each = shapes.split(";", -1);
    var operands = new NdArray[each.length];
    for (int i = 0; i < each.length; i++) {
      String text = each[i].strip();
      operands[i] =
          GradientCheck.eighths(
              i + 1,
              text.isEmpty()
                  ? new long[0]
                  : Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray());
    }
    return operands;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ij,jk->ik | 2 3; 3 4",
        "bij,bjk->bik | 2 3 4; 2 4 2",
        "ij,jk | 2 3; 3 4",
        "ba | 2 3",
        "ii->i | 3 3",
        "...ii->...i | 2 3 3",
        "ii | 3 3",
        "i,j->ij | 2; 3",
        "i,i-> | 3; 3",
        "ij-> | 2 3",
        "...ij,...jk->...ik | 2 1 2 3; 3 3 2",
        "bhqd,bhkd->bhqk | 2 2 3 2; 2 2 4 2",
        "bqhd,bkhd->bhqk | 2 3 2 2; 2 4 2 2",
        "ij,jk,kl->il | 2 3; 3 2; 2 4",
        "ij,ik,il->jkl | 2 3; 2 2; 2 2",
        "ij,kl->i | 2 3; 2 2",
        "iij,jk->ik | 2 2 3; 3 2",
        "...,... | 2 3; 3",
        "a b , b c -> c a | 2 3; 3 2",
      })
  void einsum_hasItsGradient(String equation, String shapes) {
    GradientCheck.checkLinear(new Einsum(equation.strip()), 1, operands(shapes));
  }

  @Test
  void einsum_sumsOverDiagonalsAndRepeatedAxes() {
    FloatArray x = GradientCheck.eighths(1, 2, 2, 3);
    FloatArray y = GradientCheck.eighths(2, 3, 2);
    FloatArray z = new Einsum("iij,jk->ki").outputs(Operands.of(x, y)).getFirst().asFloats();
    assertEquals(TensorShape.of(2, 2), z.shape());
    for (int k = 0; k < 2; k++) {
      for (int i = 0; i < 2; i++) {
        float sum = 0;
        for (int j = 0; j < 3; j++) {
          sum += x.data()[i * 9 + j] * y.data()[j * 2 + k];
        }
        assertEquals(sum, z.data()[k * 2 + i]);
      }
    }
  }

  @Test
  void einsum_ofThreeFactorsIsThatOfPairs() {
    NdArray[] in = operands("2 3; 3 2; 2 4");
    FloatArray first =
        new Einsum("ij,jk->ik").outputs(Operands.of(in[0], in[1])).getFirst().asFloats();
    assertArrayEquals(
        new MatMul().outputs(Operands.of(first, in[2])).getFirst().asFloats().data(),
        new Einsum("ij,jk,kl->il").outputs(Operands.of(in)).getFirst().asFloats().data());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ij",
        "ij,jk,kl->il",
        "ij,ik->ij",
        "ij,jk->ix",
        "ij,jk->ii",
        "i?,jk->ik",
        "ijk,jk->i",
        "i,jk->k",
        "......ij,jk->ik",
        "ij,jk->i->k"
      })
  void einsum_refusesWhatDoesNotFit(String equation) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new Einsum(equation).outputs(Operands.of(operands("2 3; 3 4"))));
  }
}
