using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Packed.Compiling;

/// <summary>What a row of <see cref="PackedOps"/> sees of the layer that it compiles.</summary>
/// <param name="layer">The layer.</param>
/// <param name="inputs">What it reads.</param>
/// <param name="weights">All weights, kernels quantized.</param>
/// <param name="kernels">What it is compiled for.</param>
/// <param name="ops">The plan so far, to which the layer adds its operations.</param>
internal sealed class LayerCompiler(
    Layer layer, ImmutableArray<PackedTensor> inputs, NetworkWeights weights, KernelSet kernels,
    List<PackedOp> ops)
{
    public const string NoKernel = "none";

    private PackedLayer? _line;

    public Layer Layer => layer;

    public KernelSet Kernels => kernels;

    public TensorShape Shape => layer.InputShapes[0];

    public ImmutableArray<PackedTensor> Inputs => inputs;

    public PackedTensor Input => inputs[0];

    /// <summary>The layer's line of the report.</summary>
    public PackedLayer Line => _line
        ?? throw new InvalidOperationException($"Layer {layer} was compiled without a line of the report.");

    /// <summary>The first input as numbers.</summary>
    public FloatSlot Floats() => Floats(Input);

    public FloatSlot Floats(PackedTensor input) => input.Floats(kernels, ops);

    /// <summary>The signs of the first input.</summary>
    public WordSlot Signs(int run) => Signs(Input, run);

    public WordSlot Signs(PackedTensor input, int run) => input.Signs(run, kernels, ops);

    /// <summary>The trained parameters of the input's quantizer.</summary>
    public QuantizerValues InputParameters() => weights.ParametersOf(layer, QuantizerWeights.Input);

    /// <summary>The first input, quantized; as it is without a quantizer.</summary>
    public FloatSlot Quantized(Quantizer? quantizer)
    {
        var numbers = Floats();
        if (quantizer is null) return numbers;
        var quantized = new FloatSlot(numbers.Length);
        Add(new QuantizeOp(quantizer, InputParameters(), Shape, numbers, quantized));
        return quantized;
    }

    /// <summary>A slot for the layer's output.</summary>
    public FloatSlot Output() => new(layer.OutputShape.Size);

    public float[] Weight(string name) => weights[layer, name].ToArray();

    /// <summary>The layer's bias; empty without one.</summary>
    public float[] Bias(bool useBias) => useBias ? Weight("bias") : [];

    /// <summary>The weight's values, or a value for each channel where the layer has no such weight.</summary>
    public float[] WeightOr(string name, int channels, float missing)
    {
        if (layer.Weights.Any(spec => spec.Name == name)) return Weight(name);
        var values = new float[channels];
        Array.Fill(values, missing);
        return values;
    }

    public void Add(PackedOp op) => ops.Add(op);

    /// <summary>Adds the layer's last operation, which writes its output in numbers.</summary>
    public PackedTensor Finish(PackedOp op, Alphabet alphabet = Alphabet.Real)
    {
        ops.Add(op);
        return PackedTensor.Of((FloatSlot)op.Writes, alphabet);
    }

    /// <summary>The layer's output is its input: nothing runs.</summary>
    public PackedTensor Nothing(string why)
    {
        Report(false, why, NoKernel);
        return Input;
    }

    public void Report(bool isPacked, string why, string kernel, long bytes = 0, long macs = 0) =>
        _line = new PackedLayer(layer.Name, layer.Kind.ClassName, isPacked, why, kernel, bytes, macs);
}
