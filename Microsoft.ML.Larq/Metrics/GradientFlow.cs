using Microsoft.ML.Larq.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>
/// The share of a gradient's elements that are not zero: how much of the network still learns through a quantizer.
/// </summary>
/// <remarks>
/// <para>
/// Result = mean over the batches seen since the last reset of (number of elements ≠ 0) / (number of elements); every
/// batch weighs the same, whatever its size. Between 0 (nothing gets through) and 1. NaN and infinite elements count as
/// not zero. A quantizer updates it in its backward pass with the gradient it passes on.
/// </para>
/// <para>The counts stay on the gradient's device until <see cref="Result"/> is read. Safe for several threads.</para>
/// </remarks>
public sealed class GradientFlow : IDisposable
{
    private static readonly Scalar Zero = 0f;

    private readonly Lock _lock = new();
    private Tensor? _total;
    private long _seen;
    private long _batches;

    /// <summary>Creates the metric.</summary>
    /// <param name="every">
    /// The sampling interval: the first gradient is measured, and then every n-th. At least 1; default 1, all.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is below 1.</exception>
    public GradientFlow(int every = 1)
    {
        if (every < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(every), every, $"GradientFlow: every must be at least 1; got {every}.");
        }

        Every = every;
    }

    /// <summary>The sampling interval: one gradient in this many is measured.</summary>
    public int Every { get; }

    /// <summary>Gradients measured since creation or the last reset.</summary>
    public long Batches
    {
        get
        {
            lock (_lock)
                return _batches;
        }
    }

    /// <summary>The mean share of non-zero elements, 0 … 1; NaN when no gradient was measured.</summary>
    public double Result
    {
        get
        {
            lock (_lock)
                return _batches == 0 ? double.NaN : _total!.Value() / _batches;
        }
    }

    /// <summary>Measures a gradient if the sampling interval says so; a gradient without elements is ignored.</summary>
    /// <param name="gradient">The gradient, of any shape.</param>
    public void Update(Tensor gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var elements = gradient.numel();
        if (elements == 0)
            return;
        lock (_lock)
        {
            if (_seen++ % Every != 0)
                return;
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            HoldBeside(gradient);

            // 1 for each element that is not 0, summed. The comparison in place and the sum are vectorized; counting
            // branches on every element, which takes six times as long when zeros are scattered. float32 counts
            // exactly up to 2²⁴ and afterwards to within 1 part in 10⁷.
            var marks = gradient.detach().clone().ne_(Zero);
            var count = marks.sum(gradient.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32);
            _total!.AddInPlace(count, 1.0 / elements);
            _batches++;
        }
    }

    /// <summary>Forgets everything seen; the next gradient is measured.</summary>
    public void Reset()
    {
        // Torch gives a second handle for what it changes in place; the scope frees it.
        using var scope = NewDisposeScope();
        lock (_lock)
        {
            _total?.Clear();
            _seen = _batches = 0;
        }
    }

    /// <summary>Frees the count. The metric starts anew if it is updated again.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _total?.Dispose();
            _total = null;
            _seen = _batches = 0;
        }
    }

    private void HoldBeside(Tensor gradient)
    {
        if (_total is not null && _total.IsBeside(gradient))
            return;
        var device = gradient.device;
        var total = (_total?.to(device) ?? zeros([], ScalarType.Float64, device)).DetachFromDisposeScope();
        _total?.Dispose();
        _total = total;
    }
}
