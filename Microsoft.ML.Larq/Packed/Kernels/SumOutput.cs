namespace Microsoft.ML.Larq.Packed;

/// <summary>Turns the counts of a binary convolution into what the layer writes. Immutable.</summary>
internal abstract unsafe class SumOutput
{
    /// <summary>Finishes some filters of a pixel.</summary>
    /// <param name="counts">In how many signs pixel and filter differ.</param>
    /// <param name="signs">Signs that were compared: a sum is signs − 2·count.</param>
    /// <param name="filter">The first filter.</param>
    /// <param name="filters">How many there are; counts beyond them up to a multiple of 8 may be read.</param>
    /// <param name="pixel">Where the pixel's first filter goes.</param>
    public abstract void Write(ushort* counts, int signs, int filter, int filters, byte* pixel);

    /// <summary>The same from counts of 32 bits.</summary>
    /// <param name="counts">In how many signs pixel and filter differ.</param>
    /// <param name="signs">Signs that were compared.</param>
    /// <param name="filter">The first filter.</param>
    /// <param name="filters">How many there are.</param>
    /// <param name="pixel">Where the pixel's first filter goes.</param>
    public abstract void Write(int* counts, int signs, int filter, int filters, byte* pixel);
}
