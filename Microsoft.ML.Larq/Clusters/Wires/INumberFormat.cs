namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>How numbers lie on the wire.</summary>
internal interface INumberFormat
{
    /// <summary>Bytes of a number.</summary>
    int Size { get; }

    void Write(ReadOnlySpan<float> numbers, Span<byte> bytes);

    void Read(ReadOnlySpan<byte> bytes, Span<float> numbers);

    /// <summary>Adds what was written to each number.</summary>
    void Add(ReadOnlySpan<byte> bytes, Span<float> numbers);
}
