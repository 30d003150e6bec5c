using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>
/// The mean of a value over the passes measured, every pass weighing the same; NaN where there was none.
/// </summary>
/// <param name="sum">The sum of the values.</param>
/// <param name="passes">The passes.</param>
internal sealed class PassMean(MetricState sum, MetricState passes)
{
    /// <summary>The passes measured.</summary>
    public MetricState Passes => passes;

    /// <summary>The mean.</summary>
    public double Value => passes.Read() is > 0 and var count ? sum.Read() / count : double.NaN;

    /// <summary>Adds a pass's value.</summary>
    /// <param name="value">The value, a tensor of one number.</param>
    /// <param name="factor">What it is multiplied by.</param>
    public void Add(Tensor value, double factor = 1)
    {
        sum.Add(value, factor);
        passes.Add(1);
    }

    /// <summary>Adds the share of elements that are not 0; a tensor without elements is passed over.</summary>
    public void AddNonZero(Tensor tensor)
    {
        if (sum.AddNonZero(tensor)) passes.Add(1);
    }

    /// <summary>Adds the share of elements above 0; a tensor without elements is passed over.</summary>
    public void AddPositive(Tensor tensor)
    {
        if (sum.AddPositive(tensor)) passes.Add(1);
    }
}
