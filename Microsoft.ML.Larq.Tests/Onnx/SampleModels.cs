using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>Models of every task that were never trained, and rows for them.</summary>
internal static class SampleModels
{
    public static readonly string[] Classes = ["a", "b", "ü ☃"];

    public static BinarizedNetworkTransformer Of(
        NetworkDefinition definition, LearningTask task, string feature = "Features",
        PixelOrder order = PixelOrder.Interleaved, float? temperature = null, NetworkWeights? weights = null)
    {
        weights ??= Settled.Weights(definition, 3);
        var facts = new ModelFacts
        {
            FeatureColumn = feature,
            LabelColumn = "Label",
            Order = order,
            Task = task,
            ClassNames = task == LearningTask.MulticlassClassification ? KeyValues.OfText(Classes) : null,
            LabelMean = task == LearningTask.Regression ? 17.3f : 0,
            LabelDeviation = task == LearningTask.Regression ? 4.1f : 1,
            Calibration = temperature is { } warm ? new ScoreCalibration(warm, 10, 0.1, 0.05) : null,
            History = new TrainingHistory(),
            Agreement = new PackedAgreement(10, 10, 1e-6),
        };
        return new BinarizedNetworkTransformer(PackedNetwork.Compile(definition, weights), weights, facts, false);
    }

    public static NetworkDefinition Table(int outputs, int features = 5) => NetworkDefinition.Build(
        new TensorShape(features), x => x
            .QuantileThermometer(6)
            .QuantDense(64, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization()
            .QuantDense(outputs, "ste_sign", "magnitude_aware_sign"));

    public static NetworkDefinition Image(int outputs) => NetworkDefinition.Build(new TensorShape(6, 5, 3), x => x
        .Conv2D(16, 3, padding: PadMode.Same).BatchNormalization()
        .QuantConv2D(24, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign").BatchNormalization()
        .Flatten().Dense(outputs));

    /// <summary>Rows of a vector column, and of a column that nothing reads.</summary>
    public static IDataView Rows(MLContext context, string column, int features, int count, params float[][] further)
    {
        var random = new Random(8);
        var rows = Enumerable.Range(0, count)
            .Select(_ => Enumerable.Range(0, features).Select(_ => (random.NextSingle() * 2) - 1).ToArray())
            .Concat(further).Select(values => new Row { Values = values }).ToArray();
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        schema[nameof(Row.Values)].ColumnName = column;
        return context.Data.LoadFromEnumerable(rows, schema);
    }

    public sealed class Row
    {
        public float[] Values { get; set; } = [];

        public string Text { get; set; } = "";
    }
}
