using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.Contracts;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>Our model inside ML.NET's own transformer of two classes, beside one of ML.NET's own trainers.</summary>
[TestClass]
public class BinaryPredictionTests
{
    private static readonly MLContext Context = new(seed: 1);

    private static IDataView Table { get; } = Context.Data.Cache(Trainers.Table(Context));

    [TestMethod]
    public void Transform_ScoresAndProbabilities_AreThoseOfTheModelWithin()
    {
        var model = Fit();
        var theirs = Rows(model.Transform(Table));
        var ours = Rows(model.Model.Transform(Table));
        CollectionAssert.AreEqual(ours, theirs);
        Assert.Contains(row => row.PredictedLabel, theirs);
        Assert.Contains(row => !row.PredictedLabel, theirs);
    }

    [TestMethod]
    public void Transform_OfALoadedModel_IsBitForBitTheSame()
    {
        var model = Context.Transforms.CopyColumns("Copy", "Features").Append(Trainer()).Fit(Table);
        var loaded = Loaded(model);
        CollectionAssert.AreEqual(Rows(model.Transform(Table)), Rows(loaded.Transform(Table)));
        var network = loaded.BinaryNet();
        Assert.AreEqual(model.LastTransformer.Model.History.Epochs, network.History.Epochs);
        CollectionAssert.AreEqual(Trainers.Bytes(model.LastTransformer.Model), Trainers.Bytes(network));
        Assert.AreEqual(model.LastTransformer.Model.Facts.History.Facts!.Times.Started,
            network.Facts.History.Facts!.Times.Started);
    }

    [TestMethod]
    public void GetOutputSchema_OfTheTrainer_HasTheColumnsOfItsModel()
    {
        var promised = Trainer().GetOutputSchema(GoodValues.ShapeOf(Table.Schema)).Select(Text);
        var given = GoodValues.ShapeOf(Fit().GetOutputSchema(Table.Schema)).Select(Text);
        CollectionAssert.AreEquivalent(given.ToArray(), promised.ToArray());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ChangeModelThreshold_OursAndTheirs_MovesThePredictedLabel(bool isOurs)
    {
        if (isOurs) Check(Fit());
        else Check(Context.BinaryClassification.Trainers.LinearSvm("Flag").Fit(Table));

        static void Check<TModel>(BinaryPredictionTransformer<TModel> model)
            where TModel : class
        {
            var scores = Numbers(model.Transform(Table), "Score");
            var threshold = scores.Order().ElementAt(scores.Length / 3);
            var changed = Context.BinaryClassification.ChangeModelThreshold(model, threshold);
            var after = changed.Transform(Table).GetColumn<bool>("PredictedLabel").ToArray();
            CollectionAssert.AreEqual(scores.Select(score => score > threshold).ToArray(), after);
            var loaded = Loaded(new TransformerChain<ITransformer>(changed)).Transform(Table);
            CollectionAssert.AreEqual(after, loaded.GetColumn<bool>("PredictedLabel").ToArray());
        }
    }

    [TestMethod]
    [DataRow(false, true)]
    [DataRow(true, true)]
    [DataRow(true, false)]
    public void OneVersusAll_OursAndTheirs_LearnsTheClassesSavedAndLoaded(bool isOurs, bool useProbabilities)
    {
        var trainers = Context.MulticlassClassification.Trainers;
        var trainer = isOurs
            ? trainers.OneVersusAll(Trainer("Label"), useProbabilities: useProbabilities)
            : trainers.OneVersusAll(Context.BinaryClassification.Trainers.SdcaLogisticRegression());
        var model = trainer.Fit(Table);
        var scored = model.Transform(Table);
        Assert.IsGreaterThan(0.9, Context.MulticlassClassification.Evaluate(scored).MicroAccuracy);
        var loaded = Loaded(new TransformerChain<ITransformer>(model)).Transform(Table);
        CollectionAssert.AreEqual(
            scored.GetColumn<VBuffer<float>>("Score").SelectMany(row => row.DenseValues()).ToArray(),
            loaded.GetColumn<VBuffer<float>>("Score").SelectMany(row => row.DenseValues()).ToArray());
    }

    // The rows of ValidationSet keep their keys, those of training become Boolean.
    [TestMethod]
    public void OneVersusAll_ValidationSet_SaysThatAFractionWorks()
    {
        var options = Trainers.Options();
        options.ValidationSet = Table;
        var all = Context.MulticlassClassification.Trainers.OneVersusAll(
            Context.BinaryClassification.Trainers.BinaryNet(options));
        var error = Assert.ThrowsExactly<ArgumentException>(() => all.Fit(Table));
        StringAssert.StartsWith(error.Message, "Option ValidationSet: label column 'Label' must be Boolean or Single");
        StringAssert.Contains(error.Message, "OneVersusAll");
        StringAssert.Contains(error.Message, "option ValidationFraction");
        Assert.DoesNotContain("Option Task", error.Message);
        (options.ValidationSet, options.ValidationFraction) = (null, 0.2f);
        Assert.IsNotNull(Context.MulticlassClassification.Trainers.OneVersusAll(
            Context.BinaryClassification.Trainers.BinaryNet(options)).Fit(Table));
    }

    [TestMethod]
    public void OneVersusAll_LoadedInAProcessThatKnowsOnlyMLNet_ScoresTheSame()
    {
        var model = Context.MulticlassClassification.Trainers.OneVersusAll(Trainer("Label")).Fit(Table);
        var folder = Directory.CreateTempSubdirectory("larq").FullName;
        var (path, copy) = (Path.Combine(folder, "model.zip"), Path.Combine(folder, "copy.zip"));
        Context.Model.Save(model, Table.Schema, path);
        var program = typeof(BinaryPredictionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "FreshProcess").Value!;
        var start = new ProcessStartInfo("dotnet", ["exec", program, path, copy])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, output);
        Directory.Delete(folder, recursive: true);
        var features = Enumerable.Range(0, 10).Select(i => new Samples.Row
        {
            Features = [MathF.Sin(i), MathF.Sin(i + 1), MathF.Sin(i + 2)],
        });
        var expected = model.Transform(Context.Data.LoadFromEnumerable(features)).GetColumn<float[]>("Score")
            .Select(row => "score: " + string.Join(
                ' ', row.Select(score => score.ToString("R", CultureInfo.InvariantCulture))));
        CollectionAssert.AreEqual(
            expected.ToArray(), output.Split('\n', StringSplitOptions.TrimEntries)
                .Where(line => line.StartsWith("score: ", StringComparison.Ordinal)).ToArray());
        Assert.DoesNotContain("libtorch", output.ToLowerInvariant());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void PairwiseCoupling_OursAndTheirs_LearnsTheClasses(bool isOurs)
    {
        var trainers = Context.MulticlassClassification.Trainers;
        var trainer = isOurs
            ? trainers.PairwiseCoupling(Trainer("Label"))
            : trainers.PairwiseCoupling(Context.BinaryClassification.Trainers.SdcaLogisticRegression());
        var scored = Loaded(new TransformerChain<ITransformer>(trainer.Fit(Table))).Transform(Table);
        Assert.IsGreaterThan(0.9, Context.MulticlassClassification.Evaluate(scored).MicroAccuracy);
    }

    [TestMethod]
    public void CrossValidateAndEngine_WorkAsWithAnyOfMLNetsTrainers()
    {
        var folds = Context.BinaryClassification.CrossValidate(Table, Trainer(), 2, "Flag");
        Assert.HasCount(2, folds);
        using var engine = Context.Model.CreatePredictionEngine<Samples.Row, Prediction>(
            Fit(), inputSchemaDefinition: SchemaDefinition.Create(typeof(Samples.Row)));
        var row = Context.Data.CreateEnumerable<Samples.Row>(Samples.Data(Context), false).First();
        Assert.AreEqual(Rows(Fit().Transform(Table))[0], engine.Predict(row));
    }

    [TestMethod]
    public void GetMapper_NetworkOfSeveralOutputs_SaysSo()
    {
        var model = Trainers.Fit(Context, Trainers.Options());
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => ((Larq.Hosting.IHostedPredictor)model).NewScore());
        Assert.Contains("3", error.Message);
    }

    private static ITrainerEstimator<BinaryPredictionTransformer<BinarizedNetworkTransformer>,
        BinarizedNetworkTransformer> Trainer(string label = "Flag") =>
        Context.BinaryClassification.Trainers.BinaryNet(Trainers.Options(label, epochs: 20));

    private static BinaryPredictionTransformer<BinarizedNetworkTransformer> Fit() => Trainer().Fit(Table);

    private static string Text(SchemaShape.Column column) =>
        $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey}";

    private static ITransformer Loaded(ITransformer model)
    {
        using var stream = new MemoryStream();
        Context.Model.Save(model, Table.Schema, stream);
        stream.Position = 0;
        return Context.Model.Load(stream, out _);
    }

    private static float[] Numbers(IDataView view, string column) => [.. view.GetColumn<float>(column)];

    private static Prediction[] Rows(IDataView view) => [.. Context.Data.CreateEnumerable<Prediction>(view, false)];

    public sealed record Prediction
    {
        public bool PredictedLabel { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }
    }
}
