using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Mean and variance of each channel over any number of batches, without their values.</summary>
/// <remarks>
/// Batches are combined by the pairwise formula of Chan, Golub and LeVeque (1979): with counts n and m, means a and b,
/// and sums of squared deviations A and B, together
/// mean = a + (b − a)·m/(n + m) and deviations = A + B + (b − a)²·n·m/(n + m).
/// All in float64; nothing large is ever subtracted from something large.
/// </remarks>
internal sealed class PooledMoments : IDisposable
{
    private Tensor? _mean;
    private Tensor? _deviations;

    /// <summary>Values per channel seen so far.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a batch of <paramref name="count"/> values per channel, with its unbiased variance.</summary>
    public void Add(long count, Tensor mean, Tensor variance)
    {
        using var scope = NewDisposeScope();
        var batchMean = mean.detach().to(ScalarType.Float64, copy: true);
        var batchDeviations = variance.detach().to(ScalarType.Float64, copy: true).MultiplyInPlace(count - 1);
        if (_mean is null)
        {
            _mean = batchMean.DetachFromDisposeScope();
            _deviations = batchDeviations.DetachFromDisposeScope();
        }
        else
        {
            var all = (double)(Count + count);
            var apart = batchMean.sub(_mean);
            _deviations!.AddInPlace(batchDeviations).AddInPlace(apart.Squared(), Count * (count / all));
            _mean.AddInPlace(apart, count / all);
        }

        Count += count;
    }

    /// <summary>Writes the pooled mean and unbiased variance (0 for a single value) into two tensors.</summary>
    public void WriteTo(Tensor mean, Tensor variance)
    {
        using var noGrad = no_grad();
        mean.copy_(_mean!);
        using var pooled = _deviations!.Times(1.0 / Math.Max(1, Count - 1));
        variance.copy_(pooled);
    }

    public void Dispose()
    {
        _mean?.Dispose();
        _deviations?.Dispose();
    }
}
