using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Rows of one step.</summary>
/// <param name="Features">Their features: (rows, numbers).</param>
/// <param name="Labels">Their labels, scaled: (rows,).</param>
/// <param name="Weights">How much each counts, 1 in the mean of all training rows: (rows,); null for 1 each.</param>
/// <param name="Share">
/// Which share of the step's rows these are, over all ranks: 1 for a rank that is alone. 0 where there are fewer rows
/// than ranks: this rank then goes along with a row of another's, which does not count.
/// </param>
/// <param name="OfAll">The step's rows, over all ranks.</param>
internal readonly record struct Batch(
    Tensor Features, Tensor Labels, Tensor? Weights = null, double Share = 1, int OfAll = 0)
{
    /// <summary>How many rows count.</summary>
    public long Rows => Share == 0 ? 0 : Labels.size(0);

    public void Deconstruct(out Tensor features, out Tensor labels) => (features, labels) = (Features, Labels);

    /// <summary>The mean of the rows' values, each times its weight.</summary>
    /// <param name="each">(rows,)</param>
    public Tensor Mean(Tensor each) => Weights is null ? each.mean() : each.mul(Weights).mean();
}
