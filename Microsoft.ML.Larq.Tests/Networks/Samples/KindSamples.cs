using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks.Samples;

/// <summary>A sample of every kind of layer; a new kind is a row in its family's file.</summary>
internal static class KindSamples
{
    public static IReadOnlyList<KindSample> All { get; } =
    [
        .. InputSamples.All,
        .. DenseSamples.All,
        .. ConvolutionSamples.All,
        .. DepthwiseSamples.All,
        .. SeparableSamples.All,
        .. TransposedSamples.All,
        .. LocallyConnectedSamples.All,
        .. NormalizationSamples.All,
        .. ActivationSamples.All,
        .. PoolingSamples.All,
        .. ShapeSamples.All,
        .. JoiningSamples.All,
    ];

    /// <summary>The sample as a network of its own; several inputs are one and the same tensor.</summary>
    public static NetworkDefinition Network(KindSample sample) => sample.Inputs is []
        ? NetworkDefinition.Build(((InputLayer)sample.Kind).Shape, input => input)
        : NetworkDefinition.Build(sample.Inputs[0], input =>
            input.Apply(sample.Kind, Enumerable.Repeat(input, sample.Inputs.Length - 1), "sample"));

    /// <summary>Weights, and rows for them, whose sums and products are exact: positive eighths, and eighths.</summary>
    public static (NetworkWeights Weights, float[] Rows) Eighths(NetworkDefinition definition, int rows)
    {
        var random = new Random(5);
        var weights = new NetworkWeights(NetworkWeights.Initialize(definition, 4).Select(pair =>
            KeyValuePair.Create(pair.Key, new WeightArray(
                pair.Value.Shape,
                [.. Enumerable.Range(0, pair.Value.Shape.Size).Select(_ => random.Next(1, 9) / 8f)]))));
        return (weights, [.. Enumerable.Range(0, rows * definition.InputShape.Size)
            .Select(_ => random.Next(-16, 17) / 8f)]);
    }

    /// <summary>A kind with what every kind with a bias has.</summary>
    public static T Biased<T>(T kind)
        where T : BiasedKind => kind with
        {
            Trainable = false,
            Bias = new Coefficients
            {
                Initializer = Initializer.Constant(2),
                Regularizer = WeightRegularizer.L1(3),
                Constraint = WeightConstraint.MaxNorm(),
            },
            ActivityRegularizer = WeightRegularizer.L1L2(),
        };
}
