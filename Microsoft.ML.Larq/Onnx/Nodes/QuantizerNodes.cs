using System.Collections.Frozen;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx.Nodes;

/// <summary>How the quantizer of an input is written: the row that a new quantizer adds here.</summary>
/// <remarks>Kernels are quantized before they are written, and need none.</remarks>
internal static class QuantizerNodes
{
    private static readonly FrozenDictionary<Type, Func<Taken, string>> Rows =
        new Dictionary<Type, Func<Taken, string>>
        {
            [typeof(SteSignQuantizer)] = Sign,
            [typeof(ApproxSignQuantizer)] = Sign,
            [typeof(SwishSignQuantizer)] = Sign,
            [typeof(SteHeavisideQuantizer)] = Step,
            [typeof(SteTernQuantizer)] = Ternary,
            [typeof(DoReFaQuantizer)] = DoReFa,
            [typeof(MagnitudeAwareSignQuantizer)] = taken => Scaled(taken, taken.Graph.Node("Abs", [taken.Value])),
            [typeof(XnorWeightScaleQuantizer)] = taken => Scaled(
                taken, taken.Graph.Clip(taken.Graph.Node("Abs", [taken.Value]), 0, 1)),
            [typeof(MagnitudeAwareSignUnclippedQuantizer)] = taken => taken.Graph.Multiply(Mean(taken), Sign(taken)),
            [typeof(NoOpQuantizer)] = taken => taken.Value,
        }.ToFrozenDictionary();

    /// <summary>Quantizers that have a row.</summary>
    public static IEnumerable<Type> Quantizers => Rows.Keys;

    public static OnnxTensor Layer(LayerWriter layer)
    {
        var quantizer = ((QuantizeLayer)layer.Layer.Kind).Quantizer;
        return layer.Map(value => Of(layer, quantizer, value, layer.Input.Order), quantizer.Alphabet);
    }

    /// <summary>The first input, quantized; as it is without a quantizer.</summary>
    /// <exception cref="NotSupportedException">It is a quantizer of the user's own.</exception>
    public static string Of(LayerWriter layer, Quantizer? quantizer, string value, Order order)
    {
        if (quantizer is null) return value;
        return Rows.TryGetValue(quantizer.GetType(), out var row)
            ? row(new Taken(layer, quantizer, value, order))
            : throw layer.Refused(
                $"its input's quantizer '{quantizer}' is one of your own, which ONNX' operators do not have; a "
                + "kernel may have any.");
    }

    /// <summary>DoReFa's levels 0…n instead of the numbers 0…1 that they stand for.</summary>
    public static string Levels(OnnxGraph graph, DoReFaQuantizer quantizer, string value) =>
        graph.Node("Round", [graph.Multiply(graph.Clip(value, 0, 1), graph.Scalar(quantizer.Steps))]);

    // NaN is not less than 0, as in all of the library.
    private static string Sign(Taken taken) =>
        taken.Graph.Where(taken.Graph.Node("Less", [taken.Value, taken.Graph.Scalar(0)]), -1, 1);

    private static string Step(Taken taken) =>
        taken.Graph.Number(taken.Graph.Node("Greater", [taken.Value, taken.Graph.Scalar(0)]));

    // 0 stays 0 where the threshold is 0 too.
    private static string Ternary(Taken taken)
    {
        var (graph, value, quantizer) = (taken.Graph, taken.Value, (SteTernQuantizer)taken.Quantizer);
        var zero = graph.Scalar(0);
        var threshold = quantizer.TernaryWeightNetworks
            ? graph.Multiply(Mean(taken), graph.Scalar((float)SteTernQuantizer.MeanShare))
            : graph.Scalar(quantizer.ThresholdValue);
        var (above, below) = (graph.Node("Greater", [value, zero]), graph.Node("Less", [value, zero]));
        if (quantizer.TernaryWeightNetworks || quantizer.ThresholdValue > 0)
        {
            var negative = graph.Node("Neg", [threshold]);
            above = graph.Node("And", [above, graph.Node("GreaterOrEqual", [value, threshold])]);
            below = graph.Node("And", [below, graph.Node("LessOrEqual", [value, negative])]);
        }

        return graph.Subtract(graph.Number(above), graph.Number(below));
    }

    private static string DoReFa(Taken taken)
    {
        var (graph, quantizer) = (taken.Graph, (DoReFaQuantizer)taken.Quantizer);
        var steps = graph.Scalar(quantizer.Steps);
        if (quantizer.Mode == DoReFaMode.Activations)
            return graph.Divide(Levels(graph, quantizer, taken.Value), steps);
        var squeezed = graph.Node("Tanh", [taken.Value]);
        var largest = graph.Largest(graph.Node("Abs", [squeezed]), taken.Row);
        var any = graph.Node("Greater", [largest, graph.Scalar(0)]);
        var width = graph.Multiply(graph.Node("Where", [any, largest, graph.Scalar(1)]), graph.Scalar(2));
        var share = graph.Add(graph.Divide(squeezed, width), graph.Scalar(0.5f));
        var level = graph.Node("Round", [graph.Multiply(share, steps)]);
        return graph.Subtract(graph.Divide(graph.Multiply(level, graph.Scalar(2)), steps), graph.Scalar(1));
    }

    // The mean of the magnitudes of each channel of a row, times the signs.
    private static string Scaled(Taken taken, string magnitudes)
    {
        var space = taken.Layer.Space(taken.Order);
        var means = space.Length == 0 ? magnitudes : taken.Graph.Mean(magnitudes, space);
        return taken.Graph.Multiply(means, Sign(taken));
    }

    private static string Mean(Taken taken) =>
        taken.Graph.Mean(taken.Graph.Node("Abs", [taken.Value]), taken.Row);

    private sealed record Taken(LayerWriter Layer, Quantizer Quantizer, string Value, Order Order)
    {
        public OnnxGraph Graph => Layer.Graph;

        /// <summary>All axes but that of the rows.</summary>
        public IEnumerable<int> Row => Enumerable.Range(1, Layer.Shape.Rank);
    }
}
