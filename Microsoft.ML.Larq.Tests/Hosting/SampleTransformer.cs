using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>
/// A small model of three classes over five numbers that was never trained: nothing of it needs libtorch.
/// </summary>
internal static class SampleTransformer
{
    public const int Features = 5;

    public static BinarizedNetworkTransformer Create(int seed = 1)
    {
        var network = NetworkDefinition.Build(new TensorShape(Features), input => input
            .Dense(64).BatchNormalization()
            .QuantDense(64, "ste_sign", "ste_sign", useBias: false).BatchNormalization()
            .Dense(3));
        return Of(network, seed);
    }

    /// <summary>The same of another network of three outputs.</summary>
    public static BinarizedNetworkTransformer Of(NetworkDefinition network, int seed = 1)
    {
        var weights = NetworkWeights.Initialize(network, seed);
        return new BinarizedNetworkTransformer(PackedNetwork.Compile(network, weights), weights, Facts(), false);
    }

    public static ModelPayload Payload() => Create().ToPayload();

    public static IDataView Data(MLContext context) => context.Data.LoadFromEnumerable(Rows());

    /// <summary>The rows that the program Fresh scores.</summary>
    public static IEnumerable<Row> Rows() => Enumerable.Range(0, 10).Select(i => new Row
    {
        Features = [.. Enumerable.Range(0, Features).Select(j => MathF.Sin(i + j))],
    });

    private static ModelFacts Facts() => new()
    {
        FeatureColumn = "Features",
        LabelColumn = "Label",
        Order = PixelOrder.Interleaved,
        Task = LearningTask.MulticlassClassification,
        ClassNames = KeyValues.FromJson(JsonNode.Parse("""{ "type": "Text", "values": ["a", "b", "ü"] }""")),
        LabelMean = 0,
        LabelDeviation = 1,
        History = new TrainingHistory(),
        Agreement = new PackedAgreement(10, 10, 1e-6),
    };

    internal sealed class Row
    {
        [Data.VectorType(SampleTransformer.Features)]
        public float[] Features { get; set; } = [];
    }
}
