using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>The inputs of the samples, small enough for oracles that loop over every element.</summary>
internal static class SampleShapes
{
    public static readonly TensorShape Image = new(9, 8, 4);
    public static readonly TensorShape Volume = new(5, 4, 6, 4);
    public static readonly TensorShape SmallVolume = new(3, 4, 2, 2);
    public static readonly TensorShape Sequence = new(9, 4);
    public static readonly TensorShape Vector = new(6);
}
