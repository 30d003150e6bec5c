using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Initializers;

/// <summary>Keras' <c>identity</c>.</summary>
internal sealed record IdentityInitializer(float Gain) : Initializer
{
    private const string Alias = "identity";

    public static readonly AliasRow<Initializer> Row = new(
        Alias, call => new IdentityInitializer(call.Take("gain", 1f)), "Identity");

    public float Gain { get; } = Argument.Finite(OwnerOf(Alias), Gain);

    internal override string? Misfit(TensorShape shape) =>
        shape.Rank == 2 ? null : $"initializer '{this}' fills a matrix (inputs, outputs), got the shape {shape}.";

    internal override void Fill(Span<float> values, TensorShape shape, Random random)
    {
        values.Clear();
        for (var i = 0; i < Math.Min(shape[0], shape[1]); i++) values[(i * shape[1]) + i] = Gain;
    }

    private protected override string Describe() => AliasCall.Spell(Alias, ("gain", Gain, 1f));
}
