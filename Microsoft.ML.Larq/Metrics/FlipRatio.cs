using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>The share of quantized values that change from update to update: do the weights still move?</summary>
/// <remarks>
/// <para>
/// With N values and updates v₁ … vₜ since the last reset: Result = Σᵢ₌₂…ₜ (number of values where vᵢ ≠ vᵢ₋₁)
/// / N / (t − 1), between 0 and 1; 0 when there were fewer than two updates. Any change counts once, whatever its
/// size. A NaN differs from everything, itself included.
/// </para>
/// <para>
/// As in Larq, the first update after creation or <see cref="Reset"/> only sets what the next is compared with, so the
/// change between the last batch of one epoch and the first of the next is not counted. Unlike Larq, values are
/// compared as they are, not truncated to int8, so scaled signs and multi-bit values are seen.
/// </para>
/// <para>Counts stay on the device of the values until <see cref="Result"/> is read. Safe for several threads.</para>
/// <para>Larq: <c>flip_ratio</c>.</para>
/// </remarks>
public sealed class FlipRatio : IDisposable
{
    private readonly Lock _lock = new();
    private Tensor? _previous;
    private Tensor? _flips;
    private long _count;

    /// <summary>Updates since creation or the last reset.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
                return _count;
        }
    }

    /// <summary>The sum of the shares of changed values over all transitions; 0 … <see cref="Count"/> − 1.</summary>
    public double Total
    {
        get
        {
            lock (_lock)
                return _flips is null ? 0 : (double)(long)_flips.Value() / Math.Max(1, _previous!.numel());
        }
    }

    /// <summary>The mean share of changed values per transition; 0 when fewer than two updates were seen.</summary>
    public double Result
    {
        get
        {
            lock (_lock)
                return _count > 1 ? Total / (_count - 1) : 0;
        }
    }

    /// <summary>Compares quantized values with those of the update before.</summary>
    /// <param name="values">The quantized values; the same shape every time.</param>
    /// <exception cref="ArgumentException">The shape is not that of the first update.</exception>
    public void Update(Tensor values)
    {
        ArgumentNullException.ThrowIfNull(values);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        lock (_lock)
        {
            CheckShape(values);
            if (_previous is null || _previous.dtype != values.dtype || !_previous.IsBeside(values))
                MoveTo(values);
            else
                Compare(values);
            _count++;
        }
    }

    /// <summary>Forgets all counts. The shape stays fixed.</summary>
    public void Reset()
    {
        // Torch gives a second handle for what it changes in place; the scope frees it.
        using var scope = NewDisposeScope();
        lock (_lock)
        {
            _flips?.Clear();
            _count = 0;
        }
    }

    /// <summary>Frees the values held for comparison. The metric starts anew if it is updated again.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _previous?.Dispose();
            _flips?.Dispose();
            _previous = _flips = null;
            _count = 0;
        }
    }

    // Values are copied, not referenced: a quantizer may hand out the weights themselves, which change in place.
    private void Compare(Tensor values)
    {
        if (_count > 0)
            _flips!.AddInPlace(values.ne(_previous!).count_nonzero());
        _previous!.copy_(values);
    }

    // The first update, or the layer was moved to another device or dtype, which is no flip.
    private void MoveTo(Tensor values)
    {
        var flips = _flips?.to(values.device) ?? zeros([], ScalarType.Int64, values.device);
        if (_previous is not null && _count > 0)
            flips.AddInPlace(values.ne(_previous.to(values.dtype, values.device)).count_nonzero());
        if (!ReferenceEquals(flips, _flips))
            _flips?.Dispose();
        _previous?.Dispose();
        _flips = flips.DetachFromDisposeScope();
        _previous = values.detach().clone().DetachFromDisposeScope();
    }

    private void CheckShape(Tensor values)
    {
        if (_previous is not null && !_previous.shape.AsSpan().SequenceEqual(values.shape))
        {
            throw new ArgumentException(
                $"FlipRatio compares values of one shape, here ({string.Join(", ", _previous.shape)}); " +
                $"got ({string.Join(", ", values.shape)}).", nameof(values));
        }
    }
}
