namespace Microsoft.ML.Larq.Formats;

/// <summary>The element types of the safetensors format, and the bytes that a tensor of one needs.</summary>
internal static class SafetensorsType
{
    private static readonly Dictionary<string, int> Widths = new(StringComparer.Ordinal)
    {
        ["BOOL"] = 1,
        ["U8"] = 1,
        ["I8"] = 1,
        ["F8_E4M3"] = 1,
        ["F8_E5M2"] = 1,
        ["U16"] = 2,
        ["I16"] = 2,
        ["F16"] = 2,
        ["BF16"] = 2,
        ["U32"] = 4,
        ["I32"] = 4,
        ["F32"] = 4,
        ["U64"] = 8,
        ["I64"] = 8,
        ["F64"] = 8,
    };

    /// <summary>Bytes of one element.</summary>
    public static int Width(string type) => Widths.TryGetValue(type, out var width)
        ? width
        : throw new ArgumentException(
            $"Unknown element type '{type}' (dataType); known are {string.Join(", ", Widths.Keys)}.");

    /// <summary>Bytes of a whole tensor.</summary>
    public static long Bytes(string type, IReadOnlyList<long> shape) => Product(Width(type), shape);

    /// <summary>Elements of a whole tensor.</summary>
    public static long Elements(IReadOnlyList<long> shape) => Product(1, shape);

    private static long Product(int width, IReadOnlyList<long> shape)
    {
        var bytes = (Int128)width;
        foreach (var dimension in shape)
        {
            if (dimension < 0) throw new ArgumentException($"A dimension of a shape is at least 0, got {dimension}.");
            // Both factors are below 2⁶³, so the product fits before it is checked.
            bytes *= dimension;
            if (bytes > long.MaxValue)
                throw new ArgumentException($"The shape [{string.Join(", ", shape)}] has too many elements.");
        }

        return (long)bytes;
    }
}
