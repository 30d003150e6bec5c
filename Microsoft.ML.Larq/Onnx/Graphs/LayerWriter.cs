using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Onnx.Graphs;

/// <summary>What a row of the table of kinds sees of the layer that it writes.</summary>
/// <param name="layer">The layer.</param>
/// <param name="inputs">What it reads.</param>
/// <param name="weights">All weights, kernels quantized.</param>
/// <param name="graph">Where its operators go.</param>
internal sealed class LayerWriter(
    Layer layer, ImmutableArray<OnnxTensor> inputs, NetworkWeights weights, OnnxGraph graph)
{
    public Layer Layer => layer;

    public OnnxGraph Graph => graph;

    public ImmutableArray<OnnxTensor> Inputs => inputs;

    public OnnxTensor Input => inputs[0];

    /// <summary>The first input's shape, of a row.</summary>
    public TensorShape Shape => inputs[0].Shape;

    public float[] Weight(string name) => weights[layer, name].ToArray();

    /// <summary>The weight's values, or a value for each channel where the layer has no such weight.</summary>
    public float[] WeightOr(string name, float missing) => layer.Weights.Any(spec => spec.Name == name)
        ? Weight(name)
        : [.. Enumerable.Repeat(missing, Shape.Channels)];

    /// <summary>The layer's output.</summary>
    public OnnxTensor Output(string value, Order order, Alphabet alphabet = Alphabet.Real) =>
        new(graph, value, order, layer.OutputShape, alphabet);

    /// <summary>The layer's output is its input, or the same numbers in another shape.</summary>
    public OnnxTensor Same() => layer.OutputShape == Shape
        ? Input
        : Output(graph.Reshape(Input.Last, layer.OutputShape.Dimensions), Order.ChannelsLast, Input.Alphabet);

    /// <summary>An output made of the first input in the order in which it is there.</summary>
    public OnnxTensor Map(Func<string, string> function, Alphabet alphabet = Alphabet.Real) =>
        Output(function(Input.In(Input.Order)), Input.Order, alphabet);

    /// <summary>The axes of space of a tensor of the first input's rank, with that of the rows before them.</summary>
    public int[] Space(Order order) => [.. Enumerable.Range(order == Order.ChannelsLast ? 1 : 2, Shape.Rank - 1)];

    /// <summary>The axis of the channels, with that of the rows before it.</summary>
    public int ChannelAxis(Order order) => order == Order.ChannelsLast ? Shape.Rank : 1;

    /// <summary>A constant with a number for each channel, for a tensor of so many axes beside the rows'.</summary>
    public string PerChannel(float[] values, Order order, int rank)
    {
        if (values.Length > 0 && values.AsSpan().IndexOfAnyExcept(values[0]) < 0) return graph.Scalar(values[0]);
        return order == Order.ChannelsLast || rank == 1
            ? graph.Constant(values, values.Length)
            : graph.Constant(values, [values.Length, .. Enumerable.Repeat(1, rank - 1)]);
    }

    /// <summary>A constant with a number for each element of a row, or for each of those that share one.</summary>
    /// <param name="values">Row-major, channels last.</param>
    /// <param name="shape">Their shape, of the row's rank.</param>
    /// <param name="order">The order of what it meets.</param>
    public string PerElement(float[] values, TensorShape shape, Order order)
    {
        int[] sizes = [.. shape.Dimensions];
        return order == Order.ChannelsLast || shape.Rank == 1
            ? graph.Constant(values, sizes)
            : graph.Constant(
                Permutation.Of(values, sizes, Permutation.LastFirst(shape.Rank)), OnnxTensor.Sizes(shape, order));
    }

    /// <summary>A constant of small numbers where they all are, in the order given.</summary>
    public string Kernel(float[] values, params int[] dimensions) => values.AsSpan().IndexOfAnyExcept(-1f, 0f, 1f) < 0
        ? graph.Small([.. values.Select(value => (sbyte)value)], dimensions)
        : graph.Constant(values, dimensions);

    /// <exception cref="NotSupportedException">Always: names the layer, its kind and the reason.</exception>
    public NotSupportedException Refused(string why) =>
        new($"Layer '{layer.Name}' ({layer.Kind.ClassName}) cannot be exported to ONNX: {why}");
}
