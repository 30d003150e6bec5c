using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Rows of one step.</summary>
/// <param name="Features">Their features: (rows, numbers).</param>
/// <param name="Labels">Their labels, scaled: (rows,).</param>
/// <param name="Weights">How much each counts, 1 in the mean of all training rows: (rows,); null for 1 each.</param>
internal readonly record struct Batch(Tensor Features, Tensor Labels, Tensor? Weights = null)
{
    public void Deconstruct(out Tensor features, out Tensor labels) => (features, labels) = (Features, Labels);

    /// <summary>The mean of the rows' values, each times its weight.</summary>
    /// <param name="each">(rows,)</param>
    public Tensor Mean(Tensor each) => Weights is null ? each.mean() : each.mul(Weights).mean();
}
