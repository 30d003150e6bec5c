using Microsoft.ML.Larq.Networks.Weights;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The values of one weight, in row-major order of its shape; never changed after creation.</summary>
public sealed class WeightArray
{
    // Signs of a file stay bits until somebody asks for the numbers; who takes them once gets numbers of their own.
    private readonly ReadOnlyMemory<byte> _signs;
    private float[]? _values;

    /// <summary>Copies values.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="values">As many values as the shape has elements.</param>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public WeightArray(TensorShape shape, ReadOnlySpan<float> values)
    {
        if (values.Length != shape.Size)
            throw new ArgumentException($"A weight of shape {shape} has {shape.Size} values, got {values.Length}.");
        Shape = shape;
        _values = values.ToArray();
    }

    private WeightArray(TensorShape shape, float[] values)
    {
        Shape = shape;
        _values = values;
    }

    private WeightArray(TensorShape shape, ReadOnlyMemory<byte> signs)
    {
        Shape = shape;
        _signs = signs;
    }

    /// <summary>The shape, in the order that <see cref="WeightSpec.Shape"/> says.</summary>
    public TensorShape Shape { get; }

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Values => Array;

    internal ReadOnlyMemory<float> Memory => Array;

    /// <summary>Its signs, where it has nothing else (<see cref="SignBits"/>); empty for numbers.</summary>
    internal ReadOnlyMemory<byte> Signs => _signs;

    private float[] Array => _values ??= SignBits.Unpack(_signs.Span, Shape.Size);

    /// <summary>A weight of −1 and +1, as bits; they are not copied and no longer written to.</summary>
    internal static WeightArray OfSigns(TensorShape shape, ReadOnlyMemory<byte> signs) =>
        signs.Length == SignBits.Bytes(shape.Size)
            ? new WeightArray(shape, signs)
            : throw new ArgumentException(
                $"A weight of shape {shape} has {SignBits.Bytes(shape.Size)} bytes of signs, got {signs.Length}.");

    /// <summary>A copy of the values, which signs are not kept beside.</summary>
    internal float[] ToArray() => _values is { } values
        ? values.AsSpan().ToArray()
        : SignBits.Unpack(_signs.Span, Shape.Size);

    /// <summary>Takes an array over without copying it; whoever made it no longer writes to it.</summary>
    internal static WeightArray Adopt(TensorShape shape, float[] values) => values.Length == shape.Size
        ? new WeightArray(shape, values)
        : throw new ArgumentException($"A weight of shape {shape} has {shape.Size} values, got {values.Length}.");
}
