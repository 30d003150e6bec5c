using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Initializers;

/// <summary>Keras' <c>random_normal</c> and <c>truncated_normal</c>.</summary>
internal sealed record NormalInitializer : Initializer
{
    public const float DefaultDeviation = 0.05f;

    public static readonly AliasRow<Initializer> Row = new(
        "random_normal", call => Read(call, false), "RandomNormal", "normal");

    public static readonly AliasRow<Initializer> TruncatedRow = new(
        "truncated_normal", call => Read(call, true), "TruncatedNormal");

    public NormalInitializer(float mean, float stddev, bool truncated)
    {
        Truncated = truncated;
        Mean = Argument.Finite(OwnerOf(Alias), mean);
        Deviation = Argument.AtLeast(OwnerOf(Alias), 0, stddev);
    }

    public float Mean { get; }

    public float Deviation { get; }

    public bool Truncated { get; }

    private string Alias => Truncated ? TruncatedRow.Alias : Row.Alias;

    internal override void Fill(Span<float> values, TensorShape shape, Random random) =>
        Fill(values, Mean, Deviation, Truncated, random);

    /// <summary>Normally distributed values; truncated ones are drawn again beyond two deviations.</summary>
    public static void Fill(Span<float> values, double mean, double deviation, bool truncated, Random random)
    {
        foreach (ref var value in values)
        {
            double z;
            do z = Draw(random);
            while (truncated && Math.Abs(z) > 2);
            value = (float)(mean + (deviation * z));
        }
    }

    /// <summary>A standard normal number: Box and Muller 1958, the cosine alone.</summary>
    public static double Draw(Random random)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    private protected override string Describe() =>
        AliasCall.Spell(Alias, ("mean", Mean, 0f), ("stddev", Deviation, DefaultDeviation));

    private static NormalInitializer Read(AliasCall call, bool truncated) =>
        new(call.Take("mean", 0f), call.Take("stddev", DefaultDeviation), truncated);
}
