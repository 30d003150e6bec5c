using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Contracts;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests;

/// <summary>A row of weight 2 is two rows and a row of weight 0 none, in loss, gradient and what is reported.</summary>
[TestClass]
public class ExampleWeightsTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static readonly string[] Labels = ["Key", "Flag", "Target"];

    public static IEnumerable<object[]> Cases => Labels.Select(label => new object[] { label });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_WeightTwo_IsTheRowTwiceInOneFullStep(string label)
    {
        var rows = Rows(40);
        var weighted = Fit(label, rows.Select((row, i) => row with { Weight = i % 4 == 0 ? 2 : 1 }));
        var twice = Fit(label, rows.SelectMany((row, i) => i % 4 == 0 ? new[] { row, row } : [row]), isWeighted: false);
        AreClose(twice, weighted);
        AreApart(Fit(label, rows, isWeighted: false), weighted);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_WeightZero_IsTheRowAbsentBitForBit(string label)
    {
        var rows = Rows(40);
        var some = rows.Select((row, i) => row with { Weight = i % 3 }).ToArray();
        var (weighted, said) = Heard(() => Fit(label, some, batch: 8));
        var absent = Fit(label, some.Where(row => row.Weight > 0), batch: 8);
        CollectionAssert.AreEqual(absent.ToPayload().Weights, weighted.ToPayload().Weights);
        Assert.AreEqual(absent.History[MetricNames.Loss][^1], weighted.History[MetricNames.Loss][^1]);
        Assert.Contains(line => line.EndsWith(
            "14 training rows have weight 0 in column 'Weight' and were left out.", StringComparison.Ordinal), said);
    }

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Fit_EqualWeights_AreNone(string label) => CollectionAssert.AreEqual(
        Fit(label, Rows(40), isWeighted: false).ToPayload().Weights,
        Fit(label, Rows(40).Select(row => row with { Weight = 0.3f })).ToPayload().Weights);

    [TestMethod]
    public void Fit_ReportedLoss_IsTheWeightedMeanOfTheRowsLosses()
    {
        var rows = Rows(40).Select((row, i) => row with { Weight = 1 + (i % 5) }).ToArray();
        float[] kernel = [0.5f, -1.5f];
        var network = NetworkDefinition.Build(new TensorShape(2), x => x.Dense(1, useBias: false, name: "only"));
        var options = OptionsOf("Flag", isWeighted: true);
        options.Network = (x, outputs) => x.Dense(outputs, useBias: false, name: "only");
        options.StartWeights = NetworkWeights.Initialize(network, 1)
            .With([new("only/kernel", new WeightArray(new TensorShape(2, 1), kernel))]);
        var losses = rows.Select(row =>
        {
            double score = (kernel[0] * row.Features[0]) + (kernel[1] * row.Features[1]);
            return Math.Log(1 + Math.Exp(row.Flag ? -score : score));
        }).ToArray();
        var expected = losses.Zip(rows, (loss, row) => loss * row.Weight).Sum() / rows.Sum(row => row.Weight);
        Assert.AreEqual(expected, Fit(options, rows).History[MetricNames.Loss][0], 1e-4);
        Assert.AreNotEqual(expected, losses.Average(), 1e-3);
    }

    [TestMethod]
    public void Fit_WithClassWeights_MultipliesBoth()
    {
        var rows = Rows(40).Select((row, i) => row with { Weight = 1 + (i % 5) }).ToArray();
        float[] classes = [3, 1];
        var both = OptionsOf("Flag", isWeighted: true);
        both.ClassWeights = ClassWeights.ByIndex(classes);
        var products = rows.Select(row => row with { Weight = row.Weight * classes[row.Flag ? 1 : 0] }).ToArray();

        // The sum over examples is divided by their weights alone, so the step of the products is longer by this.
        var ratio = products.Sum(row => row.Weight) / rows.Sum(row => row.Weight);
        var one = OptionsOf("Flag", isWeighted: true);
        one.Optimizer = Optimize.Sgd(Rate * ratio);
        AreClose(Fit(one, products), Fit(both, rows));
    }

    [TestMethod]
    public void Fit_WithATeacher_WeighsWhatItTeachesToo()
    {
        var rows = Rows(40);
        var teacher = Fit("Key", rows, isWeighted: false);
        var weighted = Taught(rows.Select((row, i) => row with { Weight = i % 4 == 0 ? 2 : 1 }), true);
        AreClose(Taught(rows.SelectMany((row, i) => i % 4 == 0 ? new[] { row, row } : [row]), false), weighted);

        BinarizedNetworkTransformer Taught(IEnumerable<Row> of, bool isWeighted)
        {
            var options = OptionsOf("Key", isWeighted);
            options.Distillation = new Distillation(teacher) { OutputWeight = 2, Temperature = 3 };
            return Fit(options, of);
        }
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(-1f)]
    public void Fit_WeightThatIsNone_NamesColumnRowAndValue(float weight)
    {
        var rows = Rows(40).Select((row, i) => row with { Weight = i == 7 ? weight : 1 });
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Fit("Flag", rows));
        Assert.AreEqual(
            $"Example weight column 'Weight' must hold finite numbers of at least 0; row 7 (from 0) is {weight}.",
            error.Message);
    }

    [TestMethod]
    public void Fit_AllWeightsZero_SaysSo()
    {
        var rows = Rows(40).Select(row => row with { Weight = 0 });
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Fit("Flag", rows));
        Assert.Contains("weight 0 in example weight column 'Weight'", error.Message);
    }

    [TestMethod]
    [DataRow("Gone", "There is no example weight column 'Gone'")]
    [DataRow("Flag", "Example weight column 'Flag' must be Single, got Boolean.")]
    [DataRow("Features", "Example weight column 'Features' must be Single, got Vector<Single")]
    public void FitAndSchema_ColumnThatDoesNotServe_NamesIt(string column, string text)
    {
        var options = OptionsOf("Target", isWeighted: true);
        options.ExampleWeightColumnName = column;
        var trainer = Context.Larq().BinaryNet(options);
        var data = Context.Data.LoadFromEnumerable(Rows(40));
        Assert.StartsWith(text, Assert.ThrowsExactly<ArgumentException>(() => trainer.Fit(data)).Message);
        Assert.StartsWith(text, Assert.ThrowsExactly<ArgumentException>(
            () => trainer.GetOutputSchema(GoodValues.ShapeOf(data.Schema))).Message);
    }

    [TestMethod]
    public void Fit_VeryUnequalWeights_HasNoWarningOfALossThatIsNotRepeated()
    {
        var options = OptionsOf("Flag", isWeighted: true);
        (options.Epochs, options.BatchSize, options.Optimizer) = (20, 8, Optimize.Adam(0.05f));
        var rows = Rows(80).Select((row, i) => row with { Weight = i % 10 == 0 ? 100 : 0.01f });
        var model = Fit(options, rows);
        Assert.DoesNotContain(warning => warning.Name == WarningNames.LossNotRepeated, model.History.Warnings);
        Assert.Contains(("ExampleWeightColumnName", "Weight"), model.Facts.Options);
    }

    private const float Rate = 0.5f;

    private static Options OptionsOf(string label, bool isWeighted) => new()
    {
        LabelColumnName = label,
        ExampleWeightColumnName = isWeighted ? "Weight" : null,
        Network = (x, outputs) => x.Dense(outputs, name: "only"),
        Optimizer = Optimize.Sgd(Rate),
        Epochs = 1,
        BatchSize = 1000,
        Seed = 1,
        NumberOfThreads = 1,
    };

    private static BinarizedNetworkTransformer Fit(
        string label, IEnumerable<Row> rows, bool isWeighted = true, int batch = 1000)
    {
        var options = OptionsOf(label, isWeighted);
        options.BatchSize = batch;
        return Fit(options, rows);
    }

    private static BinarizedNetworkTransformer Fit(Options options, IEnumerable<Row> rows)
    {
        var data = Context.Data.LoadFromEnumerable(rows.ToArray());
        var keyed = Context.Transforms.Conversion.MapValueToKey(
            "Key", nameof(Row.Text), keyData: Context.Data.LoadFromEnumerable(new[] { "a", "b", "c" }
                .Select(text => new { Text = text }))).Fit(data).Transform(data);
        return Context.Larq().BinaryNet(options).Fit(keyed);
    }

    private static (BinarizedNetworkTransformer Model, List<string> Said) Heard(Func<BinarizedNetworkTransformer> fit)
    {
        var said = new List<string>();
        void Hear(object? sender, LoggingEventArgs e) => said.Add(e.Message);
        Context.Log += Hear;
        try
        {
            return (fit(), said);
        }
        finally
        {
            Context.Log -= Hear;
        }
    }

    private static void AreClose(BinarizedNetworkTransformer expected, BinarizedNetworkTransformer actual) =>
        Assert.IsLessThan(1e-5, Distance(expected, actual));

    private static void AreApart(BinarizedNetworkTransformer expected, BinarizedNetworkTransformer actual) =>
        Assert.IsGreaterThan(1e-3, Distance(expected, actual));

    private static double Distance(BinarizedNetworkTransformer one, BinarizedNetworkTransformer other) =>
        one.Weights.Sum(weight => weight.Value.Values.ToArray()
            .Zip(other.Weights[weight.Key].Values.ToArray(), (a, b) => (double)Math.Abs(a - b)).Sum());

    private static Row[] Rows(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] features = [(2 * random.NextSingle()) - 1, random.NextSingle()];
            return new Row
            {
                Features = features,
                Text = "abc"[i % 3].ToString(),
                Flag = features[0] > 0.2f * (i % 3),
                Target = features[0] + (i % 2),
                Weight = 1,
            };
        })];
    }

    public sealed record Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public string Text { get; set; } = "";

        public bool Flag { get; set; }

        public float Target { get; set; }

        public float Weight { get; set; }
    }
}
