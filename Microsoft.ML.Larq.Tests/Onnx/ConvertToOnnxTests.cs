using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Networks.Samples;
using Microsoft.ML.Larq.Tests.Quantizers;
using static Microsoft.ML.Larq.Tests.Onnx.SampleModels;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>Models of ours by ML.NET's converter, then by its ONNX transformer.</summary>
[TestClass]
public class ConvertToOnnxTests
{
    private static readonly MLContext Context = new(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("larq-onnx").FullName;

    private string Path => System.IO.Path.Combine(_folder, "model.onnx");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    [DataRow(LearningTask.MulticlassClassification, 3, null, new[] { "Score", "PredictedLabel" })]
    [DataRow(LearningTask.MulticlassClassification, 3, 1.7f, new[] { "Score", "PredictedLabel" })]
    [DataRow(LearningTask.BinaryClassification, 1, null, new[] { "Score", "Probability", "PredictedLabel" })]
    [DataRow(LearningTask.BinaryClassification, 1, 0.6f, new[] { "Score", "Probability", "PredictedLabel" })]
    [DataRow(LearningTask.Regression, 1, null, new[] { "Score" })]
    [DataRow(LearningTask.Outputs, 4, null, new[] { "Score" })]
    public void Model_OfEveryTask_ScoresAlike(LearningTask task, int outputs, float? temperature, string[] columns)
    {
        var model = Of(Table(outputs), task, temperature: temperature);
        var data = Rows(Context, "Features", 5, 1000);
        AppliedModel.AssertAlike(
            model.Transform(data), AppliedModel.Transform(Context, model, data, Path), columns);
    }

    [TestMethod]
    [DataRow(LearningTask.MulticlassClassification, 3, new[] { "Score", "PredictedLabel" })]
    [DataRow(LearningTask.BinaryClassification, 1, new[] { "Score", "Probability", "PredictedLabel" })]
    [DataRow(LearningTask.Regression, 1, new[] { "Score" })]
    public void Rows_WithNaN_GetNaNAndNoClass(LearningTask task, int outputs, string[] columns)
    {
        var model = Of(Table(outputs), task);
        var data = Rows(
            Context, "Features", 5, 2, [float.NaN, 0, 0, 0, 0], [0, 0, 0, 0, float.NaN],
            [float.PositiveInfinity, 0, 0, 0, float.NegativeInfinity]);
        var ours = model.Transform(data);
        Assert.AreEqual(2 * outputs, AppliedModel.Values(ours, "Score").Count(score => float.IsNaN((float)score)));
        AppliedModel.AssertAlike(ours, AppliedModel.Transform(Context, model, data, Path), columns);
    }

    [TestMethod]
    public void Rows_WithNaNThatTheNetworkHasBitsFor_ScoreAlike()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.Apply(new ThermometerLayer { Bits = [1, 3, 0, 2, 2] }).Dense(1));
        var weights = NetworkWeights.Initialize(definition, 1).With([new(
            "thermometer/thresholds", new WeightArray(
                new TensorShape(8),
                [float.PositiveInfinity, float.PositiveInfinity, -1, 1, 0, 2, -3, float.PositiveInfinity]))]);
        var model = Of(definition, LearningTask.BinaryClassification, weights: weights);
        var data = Rows(
            Context, "Features", 5, 20, [float.NaN, float.NaN, float.NaN, float.NaN, float.NaN],
            [0, 0, 0, 0, float.NaN], [float.PositiveInfinity, float.NaN, 0, 0, float.NegativeInfinity]);
        var ours = model.Transform(data);
        Assert.IsFalse(AppliedModel.Values(ours, "Score").Any(score => float.IsNaN((float)score)));
        AppliedModel.AssertAlike(ours, AppliedModel.Transform(Context, model, data, Path), "Score", "Probability");
    }

    [TestMethod]
    [DataRow(PixelOrder.Interleaved, 2)]
    [DataRow(PixelOrder.Planar, 1)]
    public void Images_FromThePixelVectorOn_ScoreAlike(PixelOrder order, int transposes)
    {
        var model = Of(Image(3), LearningTask.MulticlassClassification, "Pixels", order);
        var data = Rows(Context, "Pixels", 90, 200);
        AppliedModel.AssertAlike(
            model.Transform(data), AppliedModel.Transform(Context, model, data, Path), "Score", "PredictedLabel");
        Assert.AreEqual(transposes, new ModelFile(File.ReadAllBytes(Path)).Count("Transpose"));
    }

    // The converter takes constants in its own way: empty ones, indices, bytes.
    [TestMethod]
    public void Kinds_EveryOneWithoutDefaults_ScoresAlike()
    {
        foreach (var sample in KindSamples.All)
        {
            var definition = KindSamples.Network(sample);
            var model = Of(definition, LearningTask.Outputs);
            var data = Rows(Context, "Features", definition.InputShape.Size, 5);
            AppliedModel.AssertAlike(
                model.Transform(data), AppliedModel.Transform(Context, model, data, Path), "Score");
        }
    }

    [TestMethod]
    [DataRow("a/b c:☃")]
    [DataRow("Score")]
    [DataRow("constant")]
    [DataRow("dense/constant")]
    [DataRow("input/Reshape")]
    [DataRow("quant_dense/MatMul")]
    public void Columns_OfOddNames_ScoreAlike(string column)
    {
        var model = Of(Table(3), LearningTask.MulticlassClassification, column);
        var data = Rows(Context, column, 5, 50);
        var file = new ModelFile(AppliedModel.Bytes(Context, model, data));
        Assert.Contains(node => node.Output == "Score.output" || node.Output == "Score0.output", file.Nodes);
        if (column == "Score") return;
        AppliedModel.AssertAlike(
            model.Transform(data), AppliedModel.Transform(Context, model, data, Path), "Score", "PredictedLabel");
    }

    [TestMethod]
    public void Pipeline_StepsBeforeAndBehind_ScoresAlike()
    {
        var rows = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Parts
        {
            First = [i % 7, i % 5 * 100],
            Second = i % 3,
            Third = [i, -i],
        }));
        var concatenated = Context.Transforms.Concatenate("All", "First", "Second", "Third")
            .Append(Context.Transforms.NormalizeMeanVariance("All")).Fit(rows);
        var scored = Of(Table(3), LearningTask.MulticlassClassification, "All");
        var named = Context.Transforms.Conversion.MapKeyToValue("Class", "PredictedLabel")
            .Fit(scored.Transform(concatenated.Transform(rows)));
        var model = new TransformerChain<ITransformer>(concatenated, scored, named);
        var ours = model.Transform(rows);
        CollectionAssert.IsSubsetOf(AppliedModel.Values(ours, "Class").Distinct().ToArray(), Classes);
        AppliedModel.AssertAlike(
            ours, AppliedModel.Transform(Context, model, rows, Path), "Score", "PredictedLabel", "Class");
    }

    // Two models in one pipeline: names of values are their own.
    [TestMethod]
    public void Pipeline_OfTwoModels_ScoresAlike()
    {
        var (first, second) = (Of(Table(4), LearningTask.Outputs), Of(Table(3, 4), LearningTask.Outputs, "Score"));
        var data = Rows(Context, "Features", 5, 50);
        var model = new TransformerChain<ITransformer>(first, second);
        AppliedModel.AssertAlike(
            model.Transform(data), AppliedModel.Transform(Context, model, data, Path), "Score");
    }

    [TestMethod]
    public void File_HasStandardOperatorsAlone()
    {
        var model = Of(Image(1), LearningTask.BinaryClassification);
        var file = new ModelFile(AppliedModel.Bytes(Context, model, Rows(Context, "Features", 90, 1)));
        CollectionAssert.Contains(file.Operators.ToArray(), ("", "12"));
        Assert.IsTrue(file.Nodes.All(node => node.Domain == ""));
    }

    [TestMethod]
    public void ConvertToOnnx_AnEarlierSetOfOperators_SaysWhichIsNeeded()
    {
        var model = Of(Table(3), LearningTask.MulticlassClassification);
        using var stream = new MemoryStream();
        var error = Assert.Throws<Exception>(
            () => Context.Model.ConvertToOnnx(model, Rows(Context, "Features", 5, 1), 11, stream));
        StringAssert.Contains(error.Message, "12");
        Assert.AreEqual(0, stream.Length);
    }

    [TestMethod]
    public void ConvertToOnnx_QuantizerOfOnesOwn_NamesItAndWritesNothing()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(5), x => x.QuantDense(3, new ShiftedSignQuantizer(0.25f), "ste_sign", name: "mine"));
        using var stream = new MemoryStream();
        var error = Assert.Throws<NotSupportedException>(() => Context.Model.ConvertToOnnx(
            Of(definition, LearningTask.Outputs), Rows(Context, "Features", 5, 1), stream));
        StringAssert.Contains(error.Message, "'mine' (QuantDense)");
        Assert.AreEqual(0, stream.Length);
    }

    // ML.NET's walk from the last step back ends at one that it cannot write, and goes on without what it gives.
    [TestMethod]
    public void ConvertToOnnx_BehindAStepThatCannotBeWritten_SaysWhatToDo()
    {
        var data = Rows(Context, "Raw", 5, 3);
        var copied = Context.Transforms.CustomMapping<Raw, Made>(
            (from, to) => to.Features = from.Values, null, RawSchema(), MadeSchema()).Fit(data);
        var model = new TransformerChain<ITransformer>(copied, Of(Table(3), LearningTask.Outputs));
        var error = Assert.Throws<NotSupportedException>(
            () => Context.Model.ConvertToOnnx(model, data, new MemoryStream()));
        StringAssert.Contains(error.Message, "'Features'");
    }

    [TestMethod]
    public void Pictures_CutBehindTheirPixels_ScoreAlike()
    {
        var pictures = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 20).Select(i => new Picture(i)));
        var prepared = Context.Transforms.ExtractPixels("Pixels", "Image").Fit(pictures).Transform(pictures);
        var model = Of(Image(3), LearningTask.MulticlassClassification, "Pixels", PixelOrder.Planar);
        var pixels = Context.Data.Cache(Context.Transforms.SelectColumns("Pixels").Fit(prepared).Transform(prepared));
        AppliedModel.AssertAlike(
            model.Transform(prepared), AppliedModel.Transform(Context, model, pixels, Path), "Score", "PredictedLabel");
    }

    [TestMethod]
    public void Columns_ThatAreChosen_AreTheFilesOutputs()
    {
        var model = Of(Table(3), LearningTask.MulticlassClassification);
        using var stream = new MemoryStream();
        Context.Model.ConvertToOnnx(model, Rows(Context, "Features", 5, 1), stream, "Score");
        using var session = new OnnxRuntime.InferenceSession(stream.ToArray());
        Assert.Contains("Score.output", session.OutputMetadata.Keys);
        Assert.DoesNotContain("PredictedLabel.output", session.OutputMetadata.Keys);
    }

    private static SchemaDefinition RawSchema()
    {
        var schema = SchemaDefinition.Create(typeof(Raw));
        schema[nameof(Raw.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 5);
        schema[nameof(Raw.Values)].ColumnName = "Raw";
        return schema;
    }

    private static SchemaDefinition MadeSchema()
    {
        var schema = SchemaDefinition.Create(typeof(Made));
        schema[nameof(Made.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 5);
        return schema;
    }

    public sealed class Parts
    {
        [VectorType(2)]
        public float[] First { get; set; } = [];

        public float Second { get; set; }

        [VectorType(2)]
        public float[] Third { get; set; } = [];
    }

    public sealed class Picture
    {
        public Picture()
        {
        }

        public Picture(int seed)
        {
            var bytes = new byte[6 * 5 * 4];
            new Random(seed).NextBytes(bytes);
            Image = MLImage.CreateFromPixels(5, 6, MLPixelFormat.Rgba32, bytes);
        }

        [Transforms.Image.ImageType(6, 5)]
        public MLImage? Image { get; set; }
    }

    public sealed class Raw
    {
        public float[] Values { get; set; } = [];
    }

    public sealed class Made
    {
        public float[] Features { get; set; } = [];
    }
}
