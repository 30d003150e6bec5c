using Microsoft.ML.Larq.Tensors;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Batch normalization per channel, whose statistics can be estimated anew with the final weights.</summary>
/// <remarks>
/// <para>
/// Training: y = γ·(x − μ)/√(σ² + ε) + β with the batch's own mean μ and biased variance σ²; the moving statistics
/// become m·old + (1 − m)·new, the variance entering unbiased. A batch with one value per channel has variance 0.
/// </para>
/// <para>
/// Evaluation: y = x·a + b with a = γ / √(moving variance + ε) and b = β − moving mean·a. Each of these operations is
/// done by itself and rounded to float32 once, in this order, because the packed engine reproduces it bit for bit: a
/// sign often follows, and there the last bit decides.
/// </para>
/// <para>
/// Shapes: (rows, channels), or with one to three axes behind, as an image's (rows, channels, height, width); the
/// output's is the input's. Parameters
/// <c>gamma</c> and <c>beta</c>, buffers <c>moving_mean</c> and <c>moving_variance</c>, all (channels).
/// </para>
/// <para>
/// Re-estimation: between <see cref="BeginReestimation"/> and <see cref="EndReestimation"/>, forwards in training mode
/// leave the moving statistics alone and are pooled; then the exact mean and unbiased variance of all of them take
/// their place. Put other layers that behave differently in training, such as dropout, into evaluation mode meanwhile.
/// </para>
/// <para>Ioffe and Szegedy 2015, <see href="https://arxiv.org/abs/1502.03167"/>; defaults are Keras'.</para>
/// </remarks>
public sealed class BatchNormalization : TensorLayer
{
    [ComponentName(Name = "gamma")]
    private readonly Parameter? _gamma;

    [ComponentName(Name = "beta")]
    private readonly Parameter? _beta;

    [ComponentName(Name = "moving_mean")]
    private readonly Tensor _movingMean;

    [ComponentName(Name = "moving_variance")]
    private readonly Tensor _movingVariance;

    private readonly int _channels;
    private PooledMoments? _pooled;

    /// <summary>Creates the layer with γ = 1, β = 0, moving mean 0 and moving variance 1.</summary>
    /// <param name="channels">Channels of the input, at least 1.</param>
    /// <param name="momentum">m, the share of the old moving statistics kept; 0 ≤ m ≤ 1, default 0.99.</param>
    /// <param name="epsilon">ε, added to the variance; above 0 and finite, default 0.001.</param>
    /// <param name="center">Whether there is a β; default true.</param>
    /// <param name="scale">Whether there is a γ; default true.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside what is said above.</exception>
    public BatchNormalization(
        int channels,
        float momentum = 0.99f,
        float epsilon = 1e-3f,
        bool center = true,
        bool scale = true,
        string name = "batch_normalization")
        : base(name)
    {
        _channels = LayerArguments.AtLeastOne(name, nameof(channels), channels);
        if (!(momentum is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(momentum), momentum, $"Layer '{name}': momentum must be from 0 to 1; got {momentum}.");
        }

        if (!(epsilon > 0) || float.IsInfinity(epsilon))
        {
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), epsilon, $"Layer '{name}': epsilon must be above 0 and finite; got {epsilon}.");
        }

        Momentum = momentum;
        Epsilon = epsilon;
        _gamma = scale ? LayerArguments.Held(ones(channels)) : null;
        _beta = center ? LayerArguments.Held(zeros(channels)) : null;
        _movingMean = zeros(channels).DetachFromDisposeScope();
        _movingVariance = ones(channels).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The share of the old moving statistics kept at a training step.</summary>
    internal float Momentum { get; }

    /// <summary>Added to the variance.</summary>
    internal float Epsilon { get; }

    /// <summary>Who adds up moments over all ranks in a training step; null for this rank's rows alone.</summary>
    internal IStepMoments? Together { get; set; }

    /// <summary>γ, (channels); null without scale.</summary>
    public Parameter? Gamma => _gamma;

    /// <summary>β, (channels); null without center.</summary>
    public Parameter? Beta => _beta;

    /// <summary>The mean used in evaluation, (channels).</summary>
    public Tensor MovingMean => _movingMean;

    /// <summary>The variance used in evaluation, (channels).</summary>
    public Tensor MovingVariance => _movingVariance;

    private protected override Tensor Compute(Tensor input)
    {
        CheckInput(input);
        return !training ? Evaluate(input)
            : Together is { } ranks && _pooled is null ? TrainTogether(input, ranks)
            : Train(input);
    }

    /// <summary>Starts to pool the statistics of training-mode forwards; what was pooled before is dropped.</summary>
    public void BeginReestimation()
    {
        _pooled?.Dispose();
        _pooled = new PooledMoments();
    }

    /// <summary>Puts the pooled statistics in place of the moving ones.</summary>
    /// <exception cref="InvalidOperationException">
    /// <see cref="BeginReestimation"/> was not called, or no forward in training mode followed it.
    /// </exception>
    public void EndReestimation()
    {
        if (_pooled is not { Count: > 0 } pooled)
        {
            throw new InvalidOperationException(
                $"Layer '{GetName()}': EndReestimation needs BeginReestimation and then a forward in training mode; " +
                (_pooled is null ? "BeginReestimation was not called." : "there was no forward."));
        }

        pooled.WriteTo(_movingMean, _movingVariance);
        pooled.Dispose();
        _pooled = null;
    }

    /// <summary>What was pooled since <see cref="BeginReestimation"/>, as numbers; drops it.</summary>
    internal double[] TakePooled()
    {
        var numbers = _pooled!.ToNumbers();
        _pooled.Dispose();
        _pooled = null;
        return numbers;
    }

    /// <summary>Pools what another rank took.</summary>
    internal void Pool(ReadOnlySpan<double> numbers) => _pooled!.Add(numbers, _movingMean.device);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pooled?.Dispose();
        base.Dispose(disposing);
    }

    // With a momentum of 1, Torch's running statistics are the batch's own mean and unbiased variance, which the
    // forward computes anyway.
    private Tensor Train(Tensor input)
    {
        var count = input.numel() / _channels;
        if (count > 1 && _pooled is null)
            return Normalize(input, _movingMean, _movingVariance, 1.0 - Momentum);
        var mean = zeros_like(_movingMean);
        var variance = zeros_like(_movingVariance);
        if (count > 1)
        {
            var output = Normalize(input, mean, variance, 1);
            _pooled!.Add(count, mean, variance);
            return output;
        }

        // One value per channel: Torch would divide by 0 for the unbiased variance.
        using (no_grad())
            mean.copy_(input.view(_channels));
        if (_pooled is not null)
            _pooled.Add(1, mean, variance);
        else
            Blend(mean, variance);
        return Normalize(input, null, null, 0);
    }

    // Two passes, as a variance taken from a sum of squares would cancel; sums in float64.
    private Tensor TrainTogether(Tensor input, IStepMoments ranks)
    {
        long[] axes = [0, .. Enumerable.Range(2, (int)input.dim() - 2).Select(axis => (long)axis)];
        long[] channels = [1, -1, .. Enumerable.Repeat(1L, (int)input.dim() - 2)];
        var weight = ranks.Counts ? 1.0 : 0.0;
        var rows = tensor(new[] { weight * (input.numel() / _channels) }, device: input.device);
        var sums = RankSum.Of(cat([input.sum(axes, type: ScalarType.Float64).Times(weight), rows]), ranks);
        var count = sums[^1].Value();
        var mean = sums[..^1].Times(1 / count);
        var apart = input.sub(mean.to(input.dtype).view(channels));
        var squares = RankSum.Of(apart.Squared().sum(axes, type: ScalarType.Float64).Times(weight), ranks);
        var variance = squares.Times(1 / count);
        using (no_grad())
            Blend(mean.to(_movingMean.dtype), variance.Times(count / Math.Max(1, count - 1)).to(_movingMean.dtype));
        var output = apart.div(variance.Plus(Epsilon).sqrt().to(input.dtype).view(channels));
        if (_gamma is not null) output = output.mul(_gamma.view(channels));
        return _beta is null ? output : output.Plus(_beta.view(channels));
    }

    private Tensor Normalize(Tensor input, Tensor? mean, Tensor? variance, double torchMomentum) =>
        nn.functional.batch_norm(input, mean, variance, _gamma, _beta, true, torchMomentum, Epsilon);

    private void Blend(Tensor mean, Tensor variance)
    {
        using var noGrad = no_grad();
        _movingMean.MultiplyInPlace(Momentum).AddInPlace(mean, 1.0 - Momentum);
        _movingVariance.MultiplyInPlace(Momentum).AddInPlace(variance, 1.0 - Momentum);
    }

    // No fused call and no multiply-add: see the class's remarks.
    private Tensor Evaluate(Tensor input)
    {
        // On processors, Torch's float32 root is a vector library's, which may miss the nearest float by one. A float64
        // root within one unit in its last place does not: no root of a float32 is that near to a midpoint of two.
        var variance = _movingVariance.Plus(Epsilon);
        var deviation = variance.to(ScalarType.Float64).sqrt().to(variance.dtype);
        var a = _gamma is null ? deviation.reciprocal() : _gamma.div(deviation);
        var shift = _movingMean.mul(a);
        var b = _beta is null ? shift.neg() : _beta.sub(shift);
        long[] channels = [1, -1, .. Enumerable.Repeat(1L, (int)input.dim() - 2)];
        return input.mul(a.view(channels)).AddInPlace(b.view(channels));
    }

    private void CheckInput(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.dim() is < 2 or > 5 || input.size(1) != _channels || (training && input.numel() == 0))
        {
            throw new ArgumentException(
                $"Layer '{GetName()}': the input must be (rows, {_channels}) or (rows, {_channels}, …) with up to five "
                + $"axes{(training ? " with at least one row" : "")}; got ({string.Join(", ", input.shape)}).",
                nameof(input));
        }
    }
}
