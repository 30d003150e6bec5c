namespace Microsoft.ML.Larq.Packed;

/// <summary>Turns the counts of a binary convolution into what the layer writes. Immutable.</summary>
internal abstract unsafe class SumOutput
{
    /// <summary>Finishes some filters of some pixels.</summary>
    /// <param name="tile">The counts.</param>
    /// <param name="signs">Signs that were compared: a sum is signs − 2·count.</param>
    /// <param name="pixel">Where the first pixel's first filter goes.</param>
    /// <param name="stride">Bytes from a pixel to the next.</param>
    /// <param name="shortcut">Bytes from a number to what is added to it last; 0 for nothing.</param>
    public abstract void Write(in CountTile<ushort> tile, int signs, byte* pixel, nint stride, nint shortcut);

    /// <summary>The same from counts of 32 bits.</summary>
    /// <param name="tile">The counts.</param>
    /// <param name="signs">Signs that were compared.</param>
    /// <param name="pixel">Where the first pixel's first filter goes.</param>
    /// <param name="stride">Bytes from a pixel to the next.</param>
    /// <param name="shortcut">Bytes from a number to what is added to it last; 0 for nothing.</param>
    public abstract void Write(in CountTile<int> tile, int signs, byte* pixel, nint stride, nint shortcut);

    /// <summary>The same from counts of 8 bits.</summary>
    /// <param name="tile">The counts.</param>
    /// <param name="signs">Signs that were compared.</param>
    /// <param name="pixel">Where the first pixel's first filter goes.</param>
    /// <param name="stride">Bytes from a pixel to the next.</param>
    /// <param name="shortcut">Bytes from a number to what is added to it last; 0 for nothing.</param>
    public abstract void Write(in CountTile<byte> tile, int signs, byte* pixel, nint stride, nint shortcut);
}
