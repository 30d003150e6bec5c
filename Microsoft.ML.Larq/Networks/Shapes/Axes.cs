using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// Axes of a row's tensor, numbered as in Keras, where 0 is the rows: of an image 1 is the height, 2 the width and 3
/// the channels.
/// </summary>
/// <remarks>Each from 1 to 5 and once at most, in ascending order; none by default. <c>[1, 2]</c> makes one.</remarks>
[JsonConverter(typeof(AxesConverter))]
[CollectionBuilder(typeof(Axes), nameof(Of))]
public readonly record struct Axes
{
    private readonly ImmutableArray<int> _axes;

    private Axes(ImmutableArray<int> axes) => _axes = axes;

    /// <summary>How many there are.</summary>
    internal int Count => Items.Length;

    internal ImmutableArray<int> Items => _axes.IsDefault ? [] : _axes;

    /// <summary>Makes a set of axes.</summary>
    /// <param name="axes">The axes, in any order.</param>
    /// <exception cref="ArgumentException">One is not from 1 to 5, or given twice.</exception>
    public static Axes Of(ReadOnlySpan<int> axes)
    {
        ImmutableArray<int> sorted = [.. axes.ToArray().Order()];
        return sorted.All(axis => axis is >= 1 and <= 5) && sorted.Distinct().Count() == sorted.Length
            ? new Axes(sorted)
            : throw new ArgumentException(
                $"Axes are from 1 to 5, each once at most, got [{string.Join(", ", axes.ToArray())}].", nameof(axes));
    }

    /// <summary>Whether an axis is among them.</summary>
    /// <param name="axis">The axis, from 1.</param>
    internal bool Contains(int axis) => Items.Contains(axis);

    /// <summary>The axes in ascending order.</summary>
    public ImmutableArray<int>.Enumerator GetEnumerator() => Items.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Axes other) => Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Aggregate(17, HashCode.Combine);

    /// <summary>The axes in square brackets: <c>[1, 2]</c>.</summary>
    public override string ToString() => $"[{string.Join(", ", Items)}]";

    /// <summary>A shape with 1 in place of every dimension that is, or is not, along one of these axes.</summary>
    internal TensorShape Of(TensorShape shape, bool kept)
    {
        var axes = this;
        return new TensorShape([.. shape.Dimensions.Select((size, i) => axes.Contains(i + 1) == kept ? size : 1)]);
    }
}

internal sealed class AxesConverter()
    : JsonIntegersConverter<Axes>("Axes are a list", axes => Axes.Of(axes), axes => axes.Items);
