using System.Collections.Concurrent;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Scoring;

/// <summary>What a transformer's number of threads changes, which is how long it takes and nothing else.</summary>
[TestClass]
public class ScoringThreadsTests
{
    private static readonly int[] Threads = [1, 2, 5, -1];
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void MaxDegreeOfParallelism_AtFirst_IsOne() =>
        Assert.AreEqual(1, SampleTransformer.Create().MaxDegreeOfParallelism);

    [TestMethod]
    [DataRow(0)]
    [DataRow(-2)]
    public void MaxDegreeOfParallelism_NoNumberOfThreads_IsRefusedAndChangesNothing(int threads)
    {
        var model = SampleTransformer.Create();
        model.MaxDegreeOfParallelism = 3;
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => model.MaxDegreeOfParallelism = threads);
        StringAssert.Contains(error.Message, "MaxDegreeOfParallelism");
        StringAssert.Contains(error.Message, "at least 1, or −1");
        StringAssert.Contains(error.Message, threads.ToString());
        Assert.AreEqual(3, model.MaxDegreeOfParallelism);
    }

    [TestMethod]
    public void Transform_AnyNumberOfThreads_GivesTheSameBits()
    {
        var model = Large();
        var data = _context.Data.LoadFromEnumerable(Images(150));
        var expected = Scores(model, data);
        foreach (var threads in Threads)
        {
            model.MaxDegreeOfParallelism = threads;
            foreach (var (a, b) in expected.Zip(Scores(model, data))) CollectionAssert.AreEqual(a, b);
        }
    }

    [TestMethod]
    public void GetRowCursorSet_AnyNumberOfThreads_GivesTheSameRows()
    {
        var model = SampleTransformer.Create();
        foreach (var threads in Threads)
        {
            model.MaxDegreeOfParallelism = threads;
            var view = model.Transform(new TableView(300));
            var seen = new ConcurrentBag<int>();
            Parallel.ForEach(view.GetRowCursorSet(view.Schema, 4), cursor =>
            {
                using var _ = cursor;
                var row = new RowValues(cursor);
                while (cursor.MoveNext())
                {
                    row.AssertIs(row.Number);
                    seen.Add(row.Number);
                }
            });
            CollectionAssert.AreEqual(Enumerable.Range(0, 300).ToArray(), seen.Order().ToArray());
        }
    }

    [TestMethod]
    public void Predict_AnyNumberOfThreads_GivesTheSameBits()
    {
        var model = Large();
        var rows = Images(3);
        using var engine = _context.Model.CreatePredictionEngine<Picture, Prediction>(model);
        var expected = rows.Select(row => engine.Predict(row).Score.ToArray()).ToArray();
        foreach (var threads in Threads)
        {
            model.MaxDegreeOfParallelism = threads;
            for (var i = 0; i < rows.Length; i++) CollectionAssert.AreEqual(expected[i], engine.Predict(rows[i]).Score);
        }
    }

    // A number that reached nothing would pass all of the above.
    [TestMethod]
    public void Transform_SetWhileAViewIsThere_RowsAreScoredOnOtherThreadsToo()
    {
        if (Environment.ProcessorCount == 1) Assert.Inconclusive("There is one processor.");
        Quantizer.Register("watched_sign", _ => new WatchedSignQuantizer());
        var model = SampleTransformer.Of(NetworkDefinition.Build(
            new TensorShape(Picture.Side, Picture.Side, 1),
            input => input.Flatten().QuantDense(1024, new WatchedSignQuantizer(), "ste_sign").Dense(3)));
        var view = model.Transform(_context.Data.LoadFromEnumerable(Images(64)));
        view.GetColumn<float[]>("Score").ToArray();
        Assert.AreEqual(Environment.CurrentManagedThreadId, WatchedSignQuantizer.Threads.Keys.Single());

        // Another may come late and find nothing left.
        model.MaxDegreeOfParallelism = 2;
        var end = DateTime.UtcNow.AddMinutes(1);
        while (WatchedSignQuantizer.Threads.Count == 1 && DateTime.UtcNow < end)
            view.GetColumn<float[]>("Score").ToArray();
        Assert.AreEqual(2, WatchedSignQuantizer.Threads.Count);
    }

    [TestMethod]
    public void Save_AnyNumberOfThreads_IsNotSaved()
    {
        var model = SampleTransformer.Create();
        var data = SampleTransformer.Data(_context);
        using var parallel = new MemoryStream();
        var before = model.ToPayload();
        model.MaxDegreeOfParallelism = 4;
        var after = model.ToPayload();
        CollectionAssert.AreEqual(before.Network, after.Network);
        CollectionAssert.AreEqual(before.Weights, after.Weights);
        _context.Model.Save(model, data.Schema, parallel);
        parallel.Position = 0;
        var loaded = (BinarizedNetworkTransformer)_context.Model.Load(parallel, out _);
        Assert.AreEqual(1, loaded.MaxDegreeOfParallelism);
        Assert.AreEqual(4, model.MaxDegreeOfParallelism);
    }

    private static float[][] Scores(BinarizedNetworkTransformer model, IDataView data) =>
        [.. model.Transform(data).GetColumn<float[]>("Score")];

    private static BinarizedNetworkTransformer Large() => SampleTransformer.Of(NetworkDefinition.Build(
        new TensorShape(Picture.Side, Picture.Side, 1), input => input
            .Conv2D(32, 3, padding: PadMode.Same).BatchNormalization()
            .QuantConv2D(64, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .BatchNormalization().MaxPool2D(2).GlobalAveragePool().Dense(3)));

    private static Picture[] Images(int count) => [.. Enumerable.Range(0, count).Select(i => new Picture
    {
        Features = [.. Enumerable.Range(0, Picture.Side * Picture.Side).Select(j => MathF.Sin((i * 7) + (j * 0.1f)))],
    })];

    private sealed class Picture
    {
        public const int Side = 48;

        [VectorType(Side * Side)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }

    /// <summary>The sign, which notes who asked for it.</summary>
    private sealed record WatchedSignQuantizer : CustomQuantizer
    {
        public static ConcurrentDictionary<int, bool> Threads { get; } = [];

        public override string Alias => "watched_sign";

        public override int Precision => 1;

        public override Alphabet Alphabet => Alphabet.Signs;

        protected override void Quantize(
            ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized)
        {
            Threads.TryAdd(Environment.CurrentManagedThreadId, true);
            for (var i = 0; i < values.Length; i++) quantized[i] = values[i] >= 0 ? 1 : -1;
        }
    }
}
