namespace Microsoft.ML.Larq.Packed;

/// <summary>What a layer takes of the time of a row.</summary>
public sealed record ProfiledLayer
{
    internal ProfiledLayer(PackedLayer layer, double milliseconds) => (Layer, Milliseconds) = (layer, milliseconds);

    /// <summary>The layer: its kernel, bytes and multiply-accumulates.</summary>
    public PackedLayer Layer { get; }

    /// <summary>
    /// Milliseconds a row, the median of all passes; 0 where the layer became a part of the one before it.
    /// </summary>
    public double Milliseconds { get; }

    /// <summary>10⁹ multiply-accumulates a second; 0 where there are none, or no time was seen.</summary>
    public double GigaMacsPerSecond => Milliseconds > 0 ? Layer.Macs / (Milliseconds * 1e6) : 0;
}
