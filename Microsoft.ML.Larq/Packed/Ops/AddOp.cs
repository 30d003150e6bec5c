using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>The sum of tensors, added from the first to the last in single precision.</summary>
internal sealed class AddOp(FloatSlot[] inputs, FloatSlot output) : StretchOp(output, inputs), IFinishingOp
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        layer.Report(false, "real numbers", nameof(AddOp));
        return layer.Finish(new AddOp([.. layer.Inputs.Select(layer.Floats)], layer.Output()));
    }

    public Finishing? Behind(Finishing layer, int filters) =>
        Other(layer.Output) is { } other ? new(layer.Finish, output, other) : null;

    protected override int Items => output.Length;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        var sums = arena.All(output)[first..end];
        arena.All(inputs[0])[first..end].CopyTo(sums);
        for (var input = 1; input < inputs.Length; input++)
            VectorArithmetic.Add(sums, arena.All(inputs[input])[first..end]);
    }

    // What is added to that tensor; null where it is not exactly one other.
    private FloatSlot? Other(FloatSlot one) => inputs.Length != 2 || inputs[0] == inputs[1]
        ? null
        : inputs[0] == one ? inputs[1] : inputs[0];
}
