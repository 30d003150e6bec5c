using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Onnx.Graphs;

/// <summary>
/// A layer's output while a graph is built: its value with channels last, first, or both; the missing one is made when
/// first asked for. The axis of the rows comes before all.
/// </summary>
/// <param name="graph">The graph.</param>
/// <param name="value">The value's name.</param>
/// <param name="order">Where its channels lie.</param>
/// <param name="shape">Of a row, channels last.</param>
/// <param name="alphabet">The numbers that it is known to take.</param>
internal sealed class OnnxTensor(
    OnnxGraph graph, string value, Order order, TensorShape shape, Alphabet alphabet = Alphabet.Real)
{
    private string? _other;

    public TensorShape Shape => shape;

    public Alphabet Alphabet => alphabet;

    /// <summary>Where the channels lie of the value that was made first; of a vector they lie last.</summary>
    public Order Order { get; } = shape.Rank == 1 ? Order.ChannelsLast : order;

    /// <summary>The value with its channels last.</summary>
    public string Last => In(Order.ChannelsLast);

    /// <summary>The value with its channels first.</summary>
    public string First => In(Order.ChannelsFirst);

    public string In(Order wanted) => wanted == Order || shape.Rank == 1 ? value : _other ??= Turned();

    /// <summary>The sizes of a row's axes in an order.</summary>
    public static int[] Sizes(TensorShape shape, Order order) => order == Order.ChannelsLast
        ? [.. shape.Dimensions]
        : [shape.Channels, .. shape.Dimensions[..^1]];

    private string Turned()
    {
        var wanted = Order == Order.ChannelsLast ? Order.ChannelsFirst : Order.ChannelsLast;

        // Of one channel, or of one place, the numbers lie alike.
        if (shape.Channels == 1 || shape.Size == shape.Channels) return graph.Reshape(value, Sizes(shape, wanted));
        var axes = wanted == Order.ChannelsFirst
            ? Permutation.LastFirst(shape.Rank)
            : Permutation.FirstLast(shape.Rank);
        return graph.Node("Transpose", [value], ("perm", (long[])[0, .. axes.Select(axis => axis + 1L)]));
    }
}
