package dev.seedbed.io.graph;

import dev.seedbed.graph.ActivationFunction;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.BitFunction;
import dev.seedbed.graph.BooleanFunction;
import dev.seedbed.graph.ComparisonFunction;
import dev.seedbed.graph.Conversion;
import dev.seedbed.graph.Operator;
import dev.seedbed.graph.Passage;
import dev.seedbed.graph.Selection;
import dev.seedbed.graph.UnaryFunction;
import dev.seedbed.graph.VariadicFunction;
import dev.seedbed.io.graph.OperatorTable.Aligned;
import dev.seedbed.io.graph.OperatorTable.Moved;
import dev.seedbed.io.weights.OnnxType;
import java.util.Optional;

/// The rows of functions of single elements.
final class ElementwiseOperators {
  private ElementwiseOperators() {}

  static void addTo(OperatorTable table) {
    addFunctions(table);
    addActivations(table);
    addArithmetic(table);
    addLogic(table);
    addOthers(table);
  }

  private static void add(OperatorTable table, int since, Operator operator) {
    table.add(operator.name(), since, (_, _) -> operator);
  }

  /// Adds an operator of two arrays.
  private static void addBroadcast(OperatorTable table, Operator operator) {
    table.add(operator.name(), 1, (_, _) -> operator, new Aligned("axis", 7, Optional.empty()));
  }

  private static void addFunctions(OperatorTable table) {
    add(table, 1, new UnaryFunction.Neg());
    add(table, 1, new UnaryFunction.Abs());
    add(table, 1, new UnaryFunction.Sqrt());
    add(table, 1, new UnaryFunction.Exp());
    add(table, 1, new UnaryFunction.Log());
    add(table, 9, new UnaryFunction.Erf());
    add(table, 7, new UnaryFunction.Sin());
    add(table, 7, new UnaryFunction.Cos());
    add(table, 7, new UnaryFunction.Tan());
    add(table, 7, new UnaryFunction.Asin());
    add(table, 7, new UnaryFunction.Acos());
    add(table, 7, new UnaryFunction.Atan());
    add(table, 9, new UnaryFunction.Sinh());
    add(table, 9, new UnaryFunction.Cosh());
    add(table, 9, new UnaryFunction.Asinh());
    add(table, 9, new UnaryFunction.Acosh());
    add(table, 9, new UnaryFunction.Atanh());
    add(table, 1, new UnaryFunction.Tanh());
    add(table, 1, new UnaryFunction.Reciprocal());
    add(table, 9, new UnaryFunction.Sign());
    add(table, 1, new UnaryFunction.Floor());
    add(table, 1, new UnaryFunction.Ceil());
    add(table, 11, new UnaryFunction.Round());
  }

  private static void addActivations(OperatorTable table) {
    add(table, 1, new ActivationFunction.Relu());
    add(table, 1, new ActivationFunction.Sigmoid());
    add(table, 14, new ActivationFunction.HardSwish());
    add(table, 1, new ActivationFunction.Softplus());
    add(table, 1, new ActivationFunction.Softsign());
    add(table, 18, new ActivationFunction.Mish());
    table.add("LeakyRelu", 1, (a, _) -> new ActivationFunction.LeakyRelu(a.real("alpha", 0.01)));
    table.add(
        "HardSigmoid",
        1,
        (a, _) -> new ActivationFunction.HardSigmoid(a.real("alpha", 0.2), a.real("beta", 0.5)));
    table.add("Elu", 1, (a, _) -> new ActivationFunction.Elu(a.real("alpha", 1)));
    table.add(
        "Selu",
        1,
        (a, opset) ->
            new ActivationFunction.Selu(
                a.real("alpha", opset < 6 ? 1.6732 : 1.6732631921768188),
                a.real("gamma", opset < 6 ? 1.0507 : 1.0507010221481323)));
    table.add("Celu", 12, (a, _) -> new ActivationFunction.Celu(a.real("alpha", 1)));
    table.add(
        "ThresholdedRelu",
        10,
        (a, _) -> new ActivationFunction.ThresholdedRelu(a.real("alpha", 1)));
    table.add(
        "Shrink",
        9,
        (a, _) -> new ActivationFunction.Shrink(a.real("lambd", 0.5), a.real("bias", 0)));
    table.add("Swish", 24, (a, _) -> new ActivationFunction.Swish(a.real("alpha", 1)));
    table.add("Gelu", 20, (a, _) -> gelu(a.text("approximate", "none")));
  }

  private static Operator gelu(String approximate) {
    return switch (approximate) {
      case "none" -> new ActivationFunction.Gelu();
      case "tanh" -> new ActivationFunction.GeluByTanh();
      default ->
          throw new IllegalArgumentException("approximate must be none or tanh: " + approximate);
    };
  }

  private static void addArithmetic(OperatorTable table) {
    addBroadcast(table, new BinaryFunction.Add());
    addBroadcast(table, new BinaryFunction.Sub());
    addBroadcast(table, new BinaryFunction.Mul());
    addBroadcast(table, new BinaryFunction.Div());
    addBroadcast(table, new BinaryFunction.Pow());
    // Slopes were one for each channel.
    table.add(
        "PRelu", 1, (_, _) -> new BinaryFunction.PRelu(), new Aligned("axis", 7, Optional.of(1)));
    table.add(
        "Mod",
        10,
        (a, _) ->
            new BinaryFunction.Mod(
                a.flag("fmod", false)
                    ? BinaryFunction.Mod.Sign.DIVIDEND
                    : BinaryFunction.Mod.Sign.DIVISOR));
    add(table, 1, new VariadicFunction.Sum());
    add(table, 1, new VariadicFunction.Mean());
    add(table, 1, new VariadicFunction.Max());
    add(table, 1, new VariadicFunction.Min());
  }

  private static void addLogic(OperatorTable table) {
    addBroadcast(table, new ComparisonFunction.Equal());
    addBroadcast(table, new ComparisonFunction.Less());
    add(table, 12, new ComparisonFunction.LessOrEqual());
    addBroadcast(table, new ComparisonFunction.Greater());
    add(table, 12, new ComparisonFunction.GreaterOrEqual());
    addBroadcast(table, new BooleanFunction.And());
    addBroadcast(table, new BooleanFunction.Or());
    addBroadcast(table, new BooleanFunction.Xor());
    add(table, 1, new BooleanFunction.Not());
    add(table, 9, new BooleanFunction.IsNaN());
    table.add(
        "IsInf",
        10,
        (a, _) ->
            new BooleanFunction.IsInf(
                a.flag("detect_negative", true), a.flag("detect_positive", true)));
    add(table, 18, new BitFunction.BitwiseAnd());
    add(table, 18, new BitFunction.BitwiseOr());
    add(table, 18, new BitFunction.BitwiseXor());
    add(table, 18, new BitFunction.BitwiseNot());
    table.add("BitShift", 11, (a, _) -> shift(a.text("direction", "")));
  }

  private static Operator shift(String direction) {
    return switch (direction) {
      case "LEFT" -> new BitFunction.BitShift(BitFunction.BitShift.Direction.LEFT);
      case "RIGHT" -> new BitFunction.BitShift(BitFunction.BitShift.Direction.RIGHT);
      default ->
          throw new IllegalArgumentException("direction must be LEFT or RIGHT: " + direction);
    };
  }

  private static void addOthers(OperatorTable table) {
    add(table, 9, new Selection.Where());
    table.add(
        "Clip",
        1,
        (_, _) -> new Selection.Clip(),
        new Moved("min", 11, 1),
        new Moved("max", 11, 2));
    table.add("Cast", 6, (a, _) -> new Conversion.Cast(type(a.integer("to", 0))));
    add(table, 15, new Conversion.CastLike());
    add(table, 1, new Passage.Identity());
    table.add("Dropout", 1, (_, _) -> new Passage.Dropout());
  }

  static Conversion.Type type(long number) {
    return switch (Math.clamp(number, 0, Integer.MAX_VALUE)) {
      case 1, 11 -> Conversion.Type.FLOAT;
      case 2 -> Conversion.Type.UINT8;
      case 3 -> Conversion.Type.INT8;
      case 4 -> Conversion.Type.UINT16;
      case 5 -> Conversion.Type.INT16;
      case 6 -> Conversion.Type.INT32;
      case 7, 13 -> Conversion.Type.INT64;
      case 9 -> Conversion.Type.BOOLEAN;
      case 10 -> Conversion.Type.FLOAT16;
      case 12 -> Conversion.Type.UINT32;
      case 16 -> Conversion.Type.BFLOAT16;
      default ->
          throw new IllegalArgumentException(
              "numbers cannot be cast to %s"
                  .formatted(new OnnxType(Math.clamp(number, 0, Integer.MAX_VALUE)).title()));
    };
  }
}
