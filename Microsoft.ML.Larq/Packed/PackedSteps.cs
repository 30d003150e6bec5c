using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Packed;

/// <summary>The operations that a network is compiled to, before they are given memory.</summary>
/// <param name="Input">Filled before the first operation.</param>
/// <param name="Ops">The operations in the order in which they run.</param>
/// <param name="Output">Read after the last operation.</param>
/// <param name="Lines">What was made of each layer but the input.</param>
internal sealed record PackedSteps(
    FloatSlot Input, List<PackedOp> Ops, FloatSlot Output, ImmutableArray<PackedLayer> Lines)
{
    /// <summary>Compiles a network.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="weights">Its weights, kernels quantized.</param>
    /// <param name="kernels">What it is compiled for.</param>
    /// <exception cref="NotSupportedException">A layer cannot be compiled; the message names it.</exception>
    public static PackedSteps Of(NetworkDefinition definition, NetworkWeights weights, KernelSet kernels)
    {
        var ops = new List<PackedOp>();
        var lines = new List<PackedLayer>();
        var input = new FloatSlot(definition.InputShape.Size);
        var tensors = new Dictionary<string, PackedTensor>(StringComparer.Ordinal)
        {
            [definition.Input.Name] = PackedTensor.Of(input),
        };
        foreach (var layer in definition.Layers.Where(layer => layer != definition.Input))
        {
            var compiler = new LayerCompiler(
                layer, [.. layer.Inputs.Select(name => tensors[name])], weights, kernels, ops);
            var before = ops.Count;
            tensors.Add(layer.Name, PackedOps.Compile(compiler));
            foreach (var op in ops[before..]) op.Line = lines.Count;
            lines.Add(compiler.Line);
        }

        var output = tensors[definition.Output.Name].Floats(kernels, ops);
        var folded = Folding.Run(ops, lines, output);
        return new PackedSteps(input, folded, output, [.. lines]);
    }
}
