using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Multiplies with the product of trained scales that start at 1: y = x·(s₁·s₂·…).</summary>
/// <remarks>
/// <para>The scales are multiplied with each other first, from the first to the last. Backward: to x and each.</para>
/// <para>
/// Shape: unchanged. Parameters <c>scale_0</c>, <c>scale_1</c>, …; each is repeated along its axes of length 1.
/// </para>
/// <para>Bulat and Tzimiropoulos 2019 (XNOR-Net++), <see href="https://arxiv.org/abs/1909.13863"/>.</para>
/// </remarks>
internal sealed class Scale : TensorLayer
{
    private readonly int _count;

    /// <summary>Creates the layer.</summary>
    /// <param name="shapes">
    /// Shape of each scale, without rows and with 1 along the axes on which it does not depend: (channels, 1, 1),
    /// (1, height, 1), …; at least one, of one rank, each dimension at least 1.
    /// </param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public Scale(IReadOnlyList<long[]> shapes, string name = "scale")
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(shapes);
        if (shapes.Count == 0 || shapes.Any(shape => shape is null || shape.Length != shapes[0].Length))
        {
            throw new ArgumentException(
                $"Layer '{name}': shapes must be one or more of one rank; got {shapes.Count}.", nameof(shapes));
        }

        _count = shapes.Count;
        for (var i = 0; i < _count; i++)
        {
            var scale = LayerArguments.Held(ones(LayerArguments.RowShape(name, nameof(shapes), shapes[i])));
            register_parameter($"scale_{i}", scale);
        }
    }

    /// <summary>The scales.</summary>
    public IReadOnlyList<Parameter> Scales =>
        [.. Enumerable.Range(0, _count).Select(i => get_parameter($"scale_{i}")!)];

    private protected override Tensor Compute(Tensor input)
    {
        var product = Scales.Skip(1).Aggregate((Tensor)Scales[0], (scale, next) => scale.mul(next));
        LayerArguments.CheckRepeats(GetName(), input, product);
        return input.mul(product);
    }
}
