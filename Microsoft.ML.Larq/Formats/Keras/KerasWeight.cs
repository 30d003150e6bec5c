using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats;

/// <summary>
/// One tensor of a <see cref="KerasFile"/>, in Keras' own layout: kernels height, width, inputs, outputs.
/// </summary>
public sealed class KerasWeight
{
    private readonly float[]? _values;

    internal KerasWeight(string name, ImmutableArray<int> shape, string elementType, float[]? values)
    {
        Name = name;
        Shape = shape;
        ElementType = elementType;
        _values = values;
    }

    /// <summary>The name that the file gives it: <c>quant_conv2d_3/kernel:0</c>.</summary>
    public string Name { get; }

    /// <summary>The name within its layer: <c>kernel</c>.</summary>
    internal string ShortName => Name[(Name.LastIndexOf('/') + 1)..].Split(':')[0];

    /// <summary>The dimensions, outermost first; none for a single number.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>How the file stores an element: <c>float32</c>, or another type, whose values are not read.</summary>
    public string ElementType { get; }

    /// <summary>The elements in row-major order.</summary>
    /// <exception cref="InvalidOperationException">The element type is not float32.</exception>
    public ReadOnlySpan<float> Values => Array;

    internal float[] Array => _values
        ?? throw new InvalidOperationException($"Weight '{Name}' must be float32, got {ElementType}.");

    internal bool IsSingle => _values is not null;

    // The layer or sublayer that it stands in: everything before the last slash.
    internal string Owner => Name[..Math.Max(0, Name.LastIndexOf('/'))];

    /// <summary>Name and shape.</summary>
    public override string ToString() => $"{Name} ({string.Join(", ", Shape)})";
}
