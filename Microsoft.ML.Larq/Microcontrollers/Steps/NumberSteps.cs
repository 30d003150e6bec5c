using Microsoft.ML.Larq.Microcontrollers.Functions;
using Microsoft.ML.Larq.Packed.Ops;

namespace Microsoft.ML.Larq.Microcontrollers.Steps;

/// <summary>Writes what happens to numbers one by one, or run by run.</summary>
internal static class NumberSteps
{
    public static void Activation(CProgram program, ActivationOp op) => program.Call(
        Elementwise.Activate, "activate_all", op.Reads[0], op.Writes.Length, (int)op.Function, op.Alpha, op.Writes);

    public static void Normalization(CProgram program, BatchNormalizationOp op) => program.Call(
        Elementwise.ScaleRows, "scale_rows", op.Reads[0], op.Writes.Length, program.Table("scale", op.Scale),
        program.Table("offset", op.Offset), op.Scale.Length, op.Writes);

    public static void LayerNormalization(CProgram program, LayerNormalizationOp op) => program.Call(
        Runs.Normalize, "normalize", op.Reads[0], op.Writes.Length, op.Gamma.Length, program.Table("gamma", op.Gamma),
        program.Table("beta", op.Beta), op.Epsilon, op.Writes);

    public static void Row(CProgram program, RowOp op) => program.Call(
        op.Leaks ? Elementwise.Leak : Elementwise.MultiplyRows, op.Leaks ? "leak" : "multiply_rows", op.Reads[0],
        op.Writes.Length, program.Table("row", op.Row), op.Row.Length, op.Writes);

    public static void Softmax(CProgram program, SoftmaxOp op) =>
        program.Call(Runs.Softmax, "softmax", op.Reads[0], op.Writes.Length, op.Channels, op.Writes);

    // From the first to the last.
    public static void Add(CProgram program, AddOp op)
    {
        if (op.Reads.Count == 1)
        {
            program.Call(Windows.Copy, "copy", op.Reads[0], 1, op.Writes.Length, 0, 0, op.Writes);
            return;
        }

        program.Call(Elementwise.Add, "add", op.Reads[0], op.Reads[1], op.Writes.Length, op.Writes);
        foreach (var input in op.Reads.Skip(2))
            program.Call(Elementwise.Add, "add", op.Writes, input, op.Writes.Length, op.Writes);
    }

    public static void Multiply(CProgram program, MultiplyOp op)
    {
        for (var i = 0; i < op.Places.Length; i++)
        {
            var place = op.Places[i];
            program.Call(
                Elementwise.Multiply, "multiply", op.Reads[i], op.Writes.Length / op.Channels, op.Channels,
                program.Table("lengths", [.. place.Axes.Select(axis => axis.Length)]),
                program.Table("steps", [.. place.Axes.Select(axis => axis.Step)]), place.Axes.Length, place.Repeats,
                i == 0, op.Writes);
        }
    }
}
