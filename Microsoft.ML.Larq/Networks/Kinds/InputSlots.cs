using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>Which numbers of the network's input a layer passes on that only takes from it or puts together.</summary>
internal static class InputSlots
{
    /// <summary>Whether a layer's output is made of numbers of the network's input, each as it came.</summary>
    public static bool Selects(LayerKind kind, IEnumerable<Layer> inputs) => kind is InputLayer
        || (kind is FlattenLayer or ReshapeLayer or IdentityLayer or ChannelSliceLayer or ConcatenateLayer
            && inputs.All(input => input.SelectsInput));

    /// <summary>The place in the network's input of each number of a layer's output, row-major.</summary>
    /// <param name="layer">A layer that <see cref="Layer.SelectsInput"/>.</param>
    /// <param name="find">Gives a layer by name.</param>
    public static ImmutableArray<int> Of(Layer layer, Func<string, Layer> find)
    {
        if (layer.Kind is InputLayer) return [.. Enumerable.Range(0, layer.OutputShape.Size)];
        var inputs = layer.Inputs.Select(name => (Layer: find(name), Slots: Of(find(name), find))).ToArray();
        return layer.Kind switch
        {
            ChannelSliceLayer slice => Part(inputs[0].Slots, layer.InputShapes[0].Channels, slice),
            ConcatenateLayer => Joined([.. inputs.Select(input => (input.Slots, input.Layer.OutputShape.Channels))]),
            _ => inputs[0].Slots,
        };
    }

    private static ImmutableArray<int> Part(ImmutableArray<int> slots, int channels, ChannelSliceLayer slice) =>
        [.. slots.Where((_, i) => i % channels >= slice.Start && i % channels < slice.Start + slice.Length)];

    private static ImmutableArray<int> Joined((ImmutableArray<int> Slots, int Channels)[] parts)
    {
        var joined = ImmutableArray.CreateBuilder<int>(parts.Sum(part => part.Slots.Length));
        for (var pixel = 0; pixel < parts[0].Slots.Length / parts[0].Channels; pixel++)
        {
            foreach (var (slots, channels) in parts)
                joined.AddRange(slots.AsSpan(pixel * channels, channels));
        }

        return joined.MoveToImmutable();
    }
}
