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
        Combine(
            count, batchMean, variance.detach().to(ScalarType.Float64, copy: true).MultiplyInPlace(count - 1));
    }

    /// <summary>Count, means and sums of squared deviations, one after another.</summary>
    public double[] ToNumbers()
    {
        using var scope = NewDisposeScope();
        return [Count, .. _mean!.cpu().Elements<double>(), .. _deviations!.cpu().Elements<double>()];
    }

    /// <summary>Adds what another gave.</summary>
    /// <param name="numbers">What <see cref="ToNumbers"/> gave.</param>
    /// <param name="device">Where the layer lies.</param>
    public void Add(ReadOnlySpan<double> numbers, Device device)
    {
        using var scope = NewDisposeScope();
        var channels = (numbers.Length - 1) / 2;
        var mean = tensor(numbers.Slice(1, channels).ToArray(), ScalarType.Float64).to(device);
        Combine((long)numbers[0], mean, tensor(numbers[(1 + channels)..].ToArray(), ScalarType.Float64).to(device));
    }

    private void Combine(long count, Tensor batchMean, Tensor batchDeviations)
    {
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
