using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>The share of quantized values whose sign has never changed since training began: silent weights.</summary>
/// <remarks>
/// <para>
/// Result = (number of values whose sign, −1, 0 or +1, was that of the first pass in every pass measured since) /
/// (number of values). 1 in the beginning, it never rises; NaN before the first pass. It lasts over epochs, and over a
/// training that is resumed from a checkpoint.
/// </para>
/// <para>
/// Meant for kernels. As passes are sampled (<see cref="QuantizerMetric.Every"/>), a sign that changes and changes back
/// between two that are measured is not seen. The first pass of an epoch is always measured.
/// </para>
/// <para>
/// Xiang et al. 2024, "OvSW: Overcoming Silent Weights for Accurate Binary Neural Networks",
/// <see href="https://arxiv.org/abs/2407.05257"/>, whose abstract defines silent weights as those whose signs remain
/// unchanged during training: over half of the weights of plain binary networks, near 0 as well as far from it.
/// </para>
/// <para>Cost: a byte for each value, and one pass over them in each pass measured.</para>
/// </remarks>
internal sealed class NeverFlipped : QuantizerMetric
{
    private static readonly Scalar FlippedMark = PlainPasses.Flipped;

    // The first sign, or that it has changed since.
    private readonly MetricState _signs;

    /// <summary>Creates the metric.</summary>
    public NeverFlipped()
        : base("never_flipped") => _signs = Remember("signs", StateCombination.Same, lasts: true);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape is not that of the first pass.</exception>
    protected override void OnForward(QuantizerPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        var values = pass.Output.detach();
        if (_signs.Tensor is not { } signs)
        {
            _signs.Set(values.sign().to(ScalarType.Int8));
            return;
        }

        if (!signs.shape.AsSpan().SequenceEqual(values.shape))
        {
            throw new ArgumentException(
                $"NeverFlipped compares values of one shape, here ({string.Join(", ", signs.shape)}); "
                + $"got ({string.Join(", ", values.shape)}).");
        }

        if (PlainPasses.MarkFlips(values, signs)) return;

        // The layer may have been moved to another device.
        var now = values.sign().to(ScalarType.Int8);
        var before = signs.IsBeside(now) ? signs : signs.to(now.device);
        _signs.Set(before.masked_fill(before.ne(now), FlippedMark));
    }

    /// <inheritdoc/>
    protected override double Compute() => _signs.Tensor is { } signs
        ? signs.ne(FlippedMark).count_nonzero().item<long>() / (double)signs.numel()
        : double.NaN;
}
