namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>The geometry of a layer whose output planes are sums of convolutions of input planes.</summary>
/// <param name="Filters">Channels of the output.</param>
/// <param name="Rows">Rows of an output plane.</param>
/// <param name="Columns">Columns of an output plane.</param>
/// <param name="From">
/// For each output plane, for each tap of the kernel's depth, the input plane that they meet in; −1 for none.
/// </param>
/// <param name="Outside">What a tap without a plane adds to each filter; empty for nothing.</param>
/// <param name="Parts">The parts of an output plane.</param>
internal sealed record PlaneSums(
    int Filters, int Rows, int Columns, int[][] From, float[][] Outside, PlanePart[] Parts)
{
    /// <summary>Output planes.</summary>
    public int Planes => From.Length;

    /// <summary>Bytes of what taps without a plane add.</summary>
    public long Bytes => Outside.Sum(sums => (long)sums.Length * sizeof(float));

    /// <summary>Numbers of an output plane.</summary>
    public int PlaneLength => Rows * Columns * Filters;
}

/// <summary>Every so many pixels of a plane, which one convolution gives.</summary>
/// <param name="Rows">Every so many rows.</param>
/// <param name="Columns">Every so many columns.</param>
internal readonly record struct PlanePart(PartAxis Rows, PartAxis Columns)
{
    public int Pixels => Rows.Count * Columns.Count;
}

/// <summary>Cells First, First + Step, … of an axis.</summary>
internal readonly record struct PartAxis(int First, int Step, int Count)
{
    public static PartAxis All(int length) => new(0, 1, length);
}
