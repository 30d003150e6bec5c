using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A row's shape: height, width, channels of an image (NHWC without N), the length of a vector.</summary>
/// <remarks>Between 1 and 5 dimensions, each at least 1; at most 2³¹−1 elements in all.</remarks>
[JsonConverter(typeof(TensorShapeConverter))]
public readonly record struct TensorShape
{
    private readonly ImmutableArray<int> _dimensions;

    /// <summary>Creates a shape.</summary>
    /// <param name="dimensions">The dimensions, outermost first.</param>
    /// <exception cref="ArgumentException">No dimension, more than five, one below 1, or too many elements.</exception>
    public TensorShape(params ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length is 0 or > 5)
            throw new ArgumentException($"A shape has 1 to 5 dimensions, got {dimensions.Length}.", nameof(dimensions));
        long size = 1;
        foreach (var dimension in dimensions)
        {
            size = dimension < 1 ? -1 : size * dimension;
            if (size is < 0 or > int.MaxValue)
            {
                throw new ArgumentException(
                    $"Dimensions are at least 1 and their product at most {int.MaxValue}, "
                    + $"got ({string.Join(", ", dimensions.ToArray())}).", nameof(dimensions));
            }
        }

        _dimensions = ImmutableArray.Create(dimensions);
    }

    /// <summary>The dimensions, outermost first.</summary>
    public ImmutableArray<int> Dimensions => _dimensions.IsDefault ? [] : _dimensions;

    /// <summary>The number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>The number of elements.</summary>
    public int Size => Dimensions.Aggregate(1, (product, dimension) => product * dimension);

    /// <summary>The last dimension: the channels of an image, the length of a vector.</summary>
    /// <exception cref="InvalidOperationException">The shape is the default one, which has no dimension.</exception>
    public int Channels => Dimensions is [.., var last]
        ? last
        : throw new InvalidOperationException("The shape has no dimension.");

    /// <summary>One dimension; negative-free, from 0 (outermost).</summary>
    /// <param name="index">The dimension's position, below <see cref="Rank"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shape has no such dimension.</exception>
    public int this[int index] => (uint)index < (uint)Rank
        ? Dimensions[index]
        : throw new ArgumentOutOfRangeException(
            nameof(index), index, $"The shape {this} has {Rank} dimensions, from 0; got {index}.");

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Dimensions.AsSpan().SequenceEqual(other.Dimensions.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Dimensions.Aggregate(17, HashCode.Combine);

    /// <summary>The dimensions in brackets, as in Keras: <c>(28, 28, 1)</c>, <c>(10,)</c>.</summary>
    public override string ToString() => Rank == 1 ? $"({this[0]},)" : $"({string.Join(", ", Dimensions)})";
}

internal sealed class TensorShapeConverter() : JsonIntegersConverter<TensorShape>(
    "A shape is a list of dimensions", dimensions => new TensorShape(dimensions), shape => shape.Dimensions);
