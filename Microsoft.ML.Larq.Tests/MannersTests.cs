using Microsoft.ML.Data;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests;

/// <summary>What the trainer says of rows and labels to people who swap it for one of ML.NET's own.</summary>
[TestClass]
public class MannersTests
{
    private static readonly MLContext Context = new(seed: 1);

    [TestMethod]
    [DataRow("Label", "MulticlassClassification of 3 classes: label column 'Label' (Key<UInt32, 0-2>) from feature "
        + "column 'Features' (Vector<Single, 3>).")]
    [DataRow("Flag", "BinaryClassification of false and true: label column 'Flag' (Boolean) from feature column "
        + "'Features' (Vector<Single, 3>).")]
    [DataRow("Number", "Regression of a number: label column 'Number' (Single) from feature column 'Features' "
        + "(Vector<Single, 3>).")]
    public void Fit_FirstLine_NamesTaskAndColumns(string label, string expected)
    {
        var said = new List<string>();
        var context = new MLContext(seed: 1);
        var table = Trainers.Table(context);
        context.Log += (_, e) =>
        {
            if (e.Kind == Runtime.ChannelMessageKind.Info) said.Add(e.RawMessage);
        };
        context.Larq().BinaryNet(Trainers.Options(label, epochs: 1)).Fit(table);
        Assert.AreEqual(expected, said[0]);
    }

    [TestMethod]
    [DataRow(new[] { 0f, 1f }, "0 to 1")]
    [DataRow(new[] { 1f, 0f, -0f, 2f }, "0 to 2")]
    [DataRow(new[] { 1f, 2f, 3f }, "1 to 3")]
    [DataRow(new[] { -1f, 1f }, "-1 and 1")]
    [DataRow(new[] { 0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f }, "0 to 9")]
    [DataRow(new[] { 0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f, 10f }, null)]
    [DataRow(new[] { 0f, 1f, 3f }, null)]
    [DataRow(new[] { 0f, 10f, 20f }, null)]
    [DataRow(new[] { 3f, 4f, 5f }, null)]
    [DataRow(new[] { 0f, 1f, 0.5f }, null)]
    [DataRow(new[] { 1f, 1f }, null)]
    [DataRow(new[] { -1f, 0f, 1f }, null)]
    [DataRow(new float[0], null)]
    public void Warning_OfLabels_IsForWholeNumbersInARow(float[] labels, string? values)
    {
        var warning = ClassesAsNumbers.Warning(labels, "Grade");
        if (values is null) Assert.IsNull(warning);
        else Assert.Contains($"'Grade' is Single and holds nothing but the whole numbers {values};", warning!);
    }

    [TestMethod]
    public void Fit_ClassesAsNumbers_WarnsUnlessNumbersAreMeant()
    {
        var rows = Context.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(i => new Row
        {
            Features = [i % 3, i % 2],
            Class = i % 3,
        }).ToArray());
        Assert.IsTrue(Warned(Context.Larq().BinaryNet(Options())));
        var meant = Options();
        meant.Task = LearningTask.Regression;
        Assert.IsFalse(Warned(Context.Larq().BinaryNet(meant)));
        Assert.IsFalse(Warned(Context.Regression.Trainers.BinaryNet(Options())));

        bool Warned(BinarizedNetworkTrainer trainer) => trainer.Fit(rows).History.Warnings
            .Any(warning => warning.Name == NoticeNames.ClassesAsNumbers);

        static BinarizedNetworkTrainer.Options Options() => Trainers.Options("Class", epochs: 1);
    }

    [TestMethod]
    public void Fit_ValidationSetThatWasNotPrepared_NamesItAndTheCure()
    {
        var rows = Context.Data.LoadFromEnumerable(new[] { new Raw(), new Raw { A = 1, Flag = true } });
        var options = Trainers.Options("Flag");
        options.ValidationSet = rows;
        var pipeline = Context.Transforms.Concatenate("Features", "A", "B").Append(Context.Larq().BinaryNet(options));
        var error = Assert.ThrowsExactly<ArgumentException>(() => pipeline.Fit(rows));
        Assert.AreEqual(
            "Option ValidationSet: There is no feature column 'Features'; there are 'A', 'B', 'Flag'. It takes the "
            + "rows that the steps before the trainer give: fit those on the training rows, var prepared = "
            + "steps.Fit(training), and set ValidationSet = prepared.Transform(validation).",
            error.Message);
        options.LabelColumnName = "Key";
        options.ValidationSet = Context.Transforms.Concatenate("Features", "A", "B").Fit(rows).Transform(rows);
        pipeline = Context.Transforms.Concatenate("Features", "A", "B")
            .Append(Context.Transforms.Conversion.MapValueToKey("Key", "Flag"))
            .Append(Context.Larq().BinaryNet(options));
        error = Assert.ThrowsExactly<ArgumentException>(() => pipeline.Fit(rows));
        Assert.StartsWith("Option ValidationSet: There is no validation label column 'Key'; there are ", error.Message);
        Assert.EndsWith("set ValidationSet = prepared.Transform(validation).", error.Message);
    }

    [TestMethod]
    public void Fit_WhatIsWrongWithValidationRows_NamesTheOption()
    {
        var table = Trainers.Table(Context);
        var scalar = Context.Transforms.CopyColumns("Features", "Number").Fit(table).Transform(table);
        Assert.StartsWith(
            "Option ValidationSet: Feature column 'Features' must be a vector",
            Refusal<ArgumentException>(Trainers.Options(), scalar));
        var missing = Context.Transforms.CustomMapping<Hosting.Samples.Row, Numbers>(
            (row, to) => to.Features = [float.NaN, row.Number, 1], null).Fit(table).Transform(table);
        var error = Refusal<InvalidOperationException>(Trainers.Options(), missing);
        Assert.StartsWith("Option ValidationSet: Column 'Features' must hold finite numbers; row 0", error);
        Assert.DoesNotContain("Option ValidationSet", Assert.ThrowsExactly<InvalidOperationException>(
            () => Context.Larq().BinaryNet(Trainers.Options()).Fit(missing)).Message);
        var two = Trainers.Options("Number");
        two.Task = LearningTask.BinaryClassification;
        two.LabelColumnName = "Half";
        var halves = Context.Transforms.CustomMapping<Hosting.Samples.Row, Half>(
            (row, to) => to.Value = row.Flag ? 1 : 0, null)
            .Append(Context.Transforms.CopyColumns("Half", "Value")).Fit(table).Transform(table);
        two.ValidationSet = Context.Transforms.CopyColumns("Half", "Number").Fit(halves).Transform(halves);
        Assert.StartsWith(
            "Option ValidationSet: Label column 'Half' must be 0 or 1; row 1",
            Assert.ThrowsExactly<InvalidOperationException>(() => Context.Larq().BinaryNet(two).Fit(halves)).Message);
    }

    [TestMethod]
    public void Fit_FeatureColumnThatIsNotThere_SaysThatTheTrainingRowsLackIt()
    {
        var options = Trainers.Options();
        options.FeatureColumnName = "Gone";
        options.ValidationSet = Trainers.Table(Context);
        Assert.StartsWith("There is no feature column 'Gone' in the training rows; there are ",
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(Context, options)).Message);
        options.LabelColumnName = "Gone";
        Assert.StartsWith("There is no label column 'Gone' in the training rows; there are ",
            Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(Context, options)).Message);
    }

    [TestMethod]
    public void Fit_PreviousModelOfOtherClasses_NamesTheClassesAndNoOption()
    {
        var three = Trainers.Fit(Context, Trainers.Options(epochs: 1));
        var rows = Trainers.Table(Context);
        var four = Keyed(rows, "abcd");
        foreach (var network in new Func<NetworkTensor, int, NetworkTensor>?[] { null, Trainers.Small })
        {
            var options = Trainers.Options(epochs: 1);
            options.Network = network;
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => Context.Larq().BinaryNet(options).Fit(four, three));
            Assert.StartsWith(
                "The previous model learned the classes 'a', 'b', 'c'; label column 'Label' has 'a', 'b', 'c', 'd'.",
                error.Message);
        }

        var flag = Trainers.Options("Flag", epochs: 1);
        flag.Network = null;
        Assert.AreEqual(
            "The previous model learned MulticlassClassification; label column 'Flag' is for BinaryClassification.",
            Assert.ThrowsExactly<ArgumentException>(
                () => Context.Larq().BinaryNet(flag).Fit(rows, three)).Message);
    }

    [TestMethod]
    public void Fit_PreviousModelOfAnotherNumberOfNamelessClasses_SaysBothAndNoOption()
    {
        var rows = Trainers.Table(Context);
        var options = Trainers.Options(epochs: 1);
        var three = Context.Larq().BinaryNet(options).Fit(Nameless(rows, 3));
        options.Network = null;
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => Context.Larq().BinaryNet(options).Fit(Nameless(rows, 5), three));
        Assert.AreEqual(
            "The previous model's network gives (3,); label column 'Label' is for MulticlassClassification and needs "
            + "5.",
            error.Message);
    }

    [TestMethod]
    public void Fit_NoRowsBehindMapValueToKey_SaysThatThereAreNone()
    {
        var rows = Context.Data.SkipRows(Samples(), 1000);
        var pipeline = Context.Transforms.Conversion.MapValueToKey("Label", "Text")
            .Append(Context.Larq().BinaryNet(Trainers.Options()));
        Assert.AreEqual("There are no training rows; at least one is needed.",
            Assert.ThrowsExactly<InvalidOperationException>(() => pipeline.Fit(rows)).Message);
        var one = Context.Data.TakeRows(Samples(), 1);
        Assert.Contains("must have at least two classes, got a key of one",
            Assert.ThrowsExactly<ArgumentException>(() => pipeline.Fit(one)).Message);
    }

    private static IDataView Samples() => Hosting.Samples.Data(Context);

    private static string Refusal<T>(BinarizedNetworkTrainer.Options options, IDataView validation)
        where T : Exception
    {
        options.ValidationSet = validation;
        return Assert.ThrowsExactly<T>(() => Trainers.Fit(Context, options)).Message;
    }

    private static Hosting.WithoutAnnotations Nameless(IDataView rows, int classes) =>
        new(Keyed(rows, "abcdefgh"[..classes]));

    // The label as a key of one-letter classes.
    private static IDataView Keyed(IDataView rows, string classes) => Context.Transforms.Conversion.MapValueToKey(
        "Label", "Text", keyData: Context.Data.LoadFromEnumerable(classes.Select(
            letter => new { Text = letter.ToString() }))).Fit(rows).Transform(rows);

    public sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Class { get; set; }
    }

    public sealed class Raw
    {
        public float A { get; set; }

        public float B { get; set; }

        public bool Flag { get; set; }
    }

    public sealed class Numbers
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }

    public sealed class Half
    {
        public float Value { get; set; }
    }
}
