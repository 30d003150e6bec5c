using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>Scores rows with a model as ML.NET's users do, and by its network alone.</summary>
internal static class GoldenScoring
{
    public static BinarizedNetworkTransformer Load(string path)
    {
        var model = new MLContext().Model.Load(path, out _);
        return model as BinarizedNetworkTransformer
            ?? ((IEnumerable<ITransformer>)model).OfType<BinarizedNetworkTransformer>().Single();
    }

    /// <summary>The same model on other kernels.</summary>
    public static BinarizedNetworkTransformer On(BinarizedNetworkTransformer model, KernelSet kernels) => new(
        PackedNetwork.Compile(model.Network, model.Weights, kernels), model.Weights, model.Facts, false);

    public static GoldenRow[] Score(BinarizedNetworkTransformer model, IReadOnlyList<float[]> rows)
    {
        var view = model.Transform(Rows(model.Packed.InputSize, model.FeatureColumnName, rows));
        var scores = model.Task == LearningTask.MulticlassClassification
            ? view.GetColumn<float[]>("Score").ToArray()
            : view.GetColumn<float>("Score").Select(score => new[] { score }).ToArray();
        var predicted = model.Task switch
        {
            LearningTask.MulticlassClassification => view.GetColumn<uint>("PredictedLabel")
                .Select(key => key.ToString(CultureInfo.InvariantCulture)),
            LearningTask.BinaryClassification => view.GetColumn<bool>("PredictedLabel")
                .Select(label => label ? "true" : "false"),
            _ => rows.Select(_ => ""),
        };
        return
        [
            .. rows.Zip(scores, predicted).Select(row => new GoldenRow(
                row.First, Outputs(model, row.First), row.Second, row.Third)),
        ];
    }

    public static IDataView Rows(int size, string column, IEnumerable<float[]> rows)
    {
        var shape = SchemaDefinition.Create(typeof(Input));
        shape[nameof(Input.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        shape[nameof(Input.Features)].ColumnName = column;
        return new MLContext().Data.LoadFromEnumerable(rows.Select(row => new Input { Features = row }), shape);
    }

    private static float[]? Outputs(BinarizedNetworkTransformer model, float[] features)
    {
        if (features.Any(float.IsNaN)) return null;
        var layout = new RowLayout(model.Network.InputShape, model.Facts.Order);
        var arranged = new float[features.Length];
        layout.Arrange(features, arranged);
        var outputs = new float[model.Packed.OutputSize];
        model.Packed.Score(arranged, outputs);
        return outputs;
    }

    private sealed class Input
    {
        public float[] Features { get; set; } = [];
    }
}
