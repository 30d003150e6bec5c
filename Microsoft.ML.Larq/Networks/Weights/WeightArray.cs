namespace Microsoft.ML.Larq.Networks;

/// <summary>The values of one weight, in row-major order of its shape; never changed after creation.</summary>
public sealed class WeightArray
{
    private readonly float[] _values;

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

    /// <summary>The shape, in the order that <see cref="WeightSpec.Shape"/> says.</summary>
    public TensorShape Shape { get; }

    /// <summary>The values.</summary>
    public ReadOnlySpan<float> Values => _values;

    internal ReadOnlyMemory<float> Memory => _values;

    /// <summary>Takes an array over without copying it; whoever made it no longer writes to it.</summary>
    internal static WeightArray Adopt(TensorShape shape, float[] values) => values.Length == shape.Size
        ? new WeightArray(shape, values)
        : throw new ArgumentException($"A weight of shape {shape} has {shape.Size} values, got {values.Length}.");
}
