using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Drops values at random while training, from a generator of its own.</summary>
/// <remarks>
/// <para>
/// Training: each value becomes 0 with probability p = <see cref="Rate"/>, otherwise x / (1 − p). Evaluation, or
/// p = 0: unchanged. The gradient goes through the values kept, times 1 / (1 − p).
/// </para>
/// <para>
/// The same seed, shapes and device draw the same masks, whatever else draws random numbers; Torch's process-wide
/// generator is not touched. Any shape.
/// </para>
/// <para>Srivastava et al. 2014, inverted as in Keras.</para>
/// </remarks>
internal sealed class SeededDropout : TensorLayer
{
    private readonly ulong _seed;
    private Generator? _generator;
    private byte[]? _state;

    /// <summary>Creates the layer.</summary>
    /// <param name="rate">p, the probability to drop a value; 0 ≤ p &lt; 1.</param>
    /// <param name="seed">The seed of the layer's generator; default 0.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="rate"/> is outside 0 ≤ p &lt; 1 or NaN.
    /// </exception>
    public SeededDropout(double rate, ulong seed = 0, string name = "dropout")
        : base(name)
    {
        if (!(rate is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(rate), rate, $"Layer '{name}': rate must be at least 0 and below 1; got {rate}.");
        }

        Rate = rate;
        _seed = seed;
        RegisterComponents();
    }

    /// <summary>The probability to drop a value; 0 ≤ p &lt; 1.</summary>
    internal double Rate { get; }

    /// <summary>
    /// Where the generator stands; set, the layer goes on from there. Null before the first draw: at the seed.
    /// </summary>
    internal byte[]? State
    {
        get
        {
            if (_generator is null) return _state;
            using var state = _generator.get_state();
            return state.bytes.ToArray();
        }

        set
        {
            _generator?.Dispose();
            (_generator, _state) = (null, value);
        }
    }

    private protected override Tensor Compute(Tensor input)
    {
        if (Rate == 0 || !training)
            return input.alias();
        var mask = empty_like(input, requires_grad: false);
        var generator = GeneratorBeside(input);
        using var inOrder = mask.InOrder(ScalarType.Float32);
        if (inOrder is null) mask.bernoulli_(1 - Rate, generator).DivideInPlace(1 - Rate);
        else DropoutMask.Fill(inOrder.Elements<float>(), Rate, generator);
        return input.mul(mask);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _generator?.Dispose();
        base.Dispose(disposing);
    }

    // A generator draws on one device only.
    private Generator GeneratorBeside(Tensor input)
    {
        if (_generator?.device.type == input.device_type)
            return _generator;
        _generator?.Dispose();
        _generator = new Generator(_seed, input.device);
        if (_state is not null)
        {
            GeneratorState.Require(_state, _generator, GetName());
            using var state = tensor(_state, device: CPU);
            _generator.set_state(state);
            _state = null;
        }

        return _generator;
    }
}
