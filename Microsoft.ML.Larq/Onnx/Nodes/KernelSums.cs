using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>
/// What a layer with a kernel sums, whatever its geometry: numbers, or whole numbers where input and kernel are told by
/// some, and what is done to the sums then.
/// </summary>
/// <remarks>
/// Whole sums are exact in single precision whatever their order, and what 1 in them is worth is multiplied once, as
/// scoring does here. A Round behind them changes none; it keeps a runtime from multiplying that into the kernel,
/// where it would be rounded with every weight.
/// </remarks>
internal sealed class KernelSums
{
    private readonly LayerWriter _layer;
    private readonly Quantizer? _input;
    private readonly DoReFaQuantizer? _levels;
    private readonly ScaledSigns? _scaled;

    /// <summary>Decides.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="kernel">What quantized the kernel; null for nothing.</param>
    /// <param name="weights">The quantized kernel, filters last.</param>
    /// <param name="filters">How many there are.</param>
    /// <param name="depth">Weights of a filter.</param>
    /// <param name="pad">What lies around the input; default 0.</param>
    public KernelSums(
        LayerWriter layer, Quantizer? kernel, float[] weights, int filters, long depth, float pad = 0)
    {
        (_layer, _input) = (layer, layer.Layer.Kind.Input);
        _scaled = ScaledSigns.Of(weights, filters, kernel);
        Weights = _scaled?.Signs ?? weights;
        var isSmall = IsSmallKernel(kernel, _scaled);
        var isLevel = IntegerLevels.IsLevel(pad);
        if (isSmall && isLevel && _input is DoReFaQuantizer { Mode: DoReFaMode.Activations } levels
            && IntegerLevels.AreExact(levels.Steps, depth))
            _levels = levels;
        var alphabet = _input?.Alphabet ?? layer.Input.Alphabet;
        IsWhole = _levels is not null
            || (isSmall && isLevel && IsSmall(alphabet) && IntegerLevels.AreExact(1, depth));
        Around = pad * Steps;
    }

    /// <summary>What is multiplied with: the kernel, or its signs where a scale comes behind the sum.</summary>
    public float[] Weights { get; }

    /// <summary>Whether all that is added up is whole numbers.</summary>
    public bool IsWhole { get; }

    /// <summary>Levels from 0 to 1 of an input that is told by its levels; otherwise 1.</summary>
    public int Steps => _levels?.Steps ?? 1;

    /// <summary>What lies around the input, in what is summed: a number, or a level.</summary>
    public float Around { get; }

    /// <summary>What 1 in a whole number is worth; null where that is not the same for every filter.</summary>
    public float? Unit
    {
        get
        {
            var unit = Steps == 1 ? 1 : IntegerLevels.Unit(Steps);
            if (_scaled is null) return unit;
            return Array.TrueForAll(_scaled.Scale, scale => scale == _scaled.Scale[0]) ? _scaled.Scale[0] * unit : null;
        }
    }

    /// <summary>Whether a kernel's numbers, scales aside, are −1, 0 and +1.</summary>
    public static bool IsSmallKernel(Quantizer? quantizer, ScaledSigns? scaled) =>
        scaled is not null || (quantizer is not null && IsSmall(quantizer.Alphabet));

    /// <summary>The numbers, or the levels, of the input.</summary>
    public string Input(Order order)
    {
        var value = _layer.Input.In(order);
        return _levels is null
            ? QuantizerNodes.Of(_layer, _input, value, order)
            : QuantizerNodes.Levels(_layer.Graph, _levels, value);
    }

    /// <summary>What becomes of the sums: whole ones times what 1 is worth, times the kernel's scales.</summary>
    public string Scaled(string sums, Order order)
    {
        if (IsWhole) sums = Whole(sums);
        return Steps == 1 ? Times(sums, _scaled?.Scale, order) : Times(sums, Units(), order);
    }

    /// <summary>Whole sums, which stay whole whatever a runtime makes of the operators around.</summary>
    public string Whole(string sums) => _layer.Graph.Node("Round", [sums]);

    /// <summary>Sums of numbers times what each channel's is worth; as they are without.</summary>
    public string Times(string sums, float[]? units, Order order) => units is null
        ? sums
        : _layer.Graph.Multiply(sums, _layer.PerChannel(units, order, _layer.Layer.OutputShape.Rank));

    /// <summary>Bias and activation, the last that a layer with a kernel does.</summary>
    public OnnxTensor Finish(BiasedKind kind, string sums, Order order)
    {
        if (kind.UseBias)
        {
            var rank = _layer.Layer.OutputShape.Rank;
            var spec = _layer.Layer.Weights.First(weight => weight.Name == "bias");
            var bias = spec.Shape.Rank == 1
                ? _layer.PerChannel(_layer.Weight("bias"), order, rank)
                : _layer.PerElement(_layer.Weight("bias"), spec.Shape, order);
            sums = _layer.Graph.Add(sums, bias);
        }

        return _layer.Output(ActivationNodes.Of(_layer.Graph, kind.Activation, sums), order);
    }

    private float[] Units()
    {
        var unit = IntegerLevels.Unit(Steps);
        return _scaled is null ? [unit] : [.. _scaled.Scale.Select(scale => scale * unit)];
    }

    private static bool IsSmall(Alphabet alphabet) =>
        alphabet is Alphabet.Signs or Alphabet.ZeroOne or Alphabet.Ternary;
}
