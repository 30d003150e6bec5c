namespace Microsoft.ML.Larq.Tests;

/// <summary>Texts as thousands of numbers, most of them 0, which the default network learns.</summary>
[TestClass]
public class WideTextTests
{
    private const int Rows = 1_200;
    private const int Words = 40;

    private readonly MLContext _context = new(seed: 1);

    // Made words; four in ten lean to the text's kind, and one in twenty to the other. A bit says that a word is there
    // and not how much of a short text it is, which a linear model of the numbers knows.
    [TestMethod]
    public void Fit_FeaturizedTexts_AreLearnedAsBySdca()
    {
        var data = _context.Data.TrainTestSplit(_context.Data.LoadFromEnumerable(Texts(new Random(1))), 0.5, seed: 1);
        var words = _context.Transforms.Text.FeaturizeText("Features", nameof(Text.Says)).Fit(data.TrainSet);
        var (train, test) = (_context.Data.Cache(words.Transform(data.TrainSet)), words.Transform(data.TestSet));
        var sdca = _context.BinaryClassification.Trainers.SdcaLogisticRegression().Fit(train);
        var model = _context.Larq().BinaryNet(new BinarizedNetworkTrainer.Options { Seed = 1 }).Fit(train);
        var (ours, theirs) = (Accuracy(model, test), Accuracy(sdca, test));
        Assert.IsGreaterThan(0.95, theirs);
        Assert.IsGreaterThanOrEqualTo(theirs - 0.02, ours);
        Assert.IsGreaterThan(5_000, model.Network.InputShape.Size);
        Assert.IsLessThanOrEqualTo(4_000, model.Network["thermometer"].OutputShape.Size);
        Assert.IsLessThanOrEqualTo(1 << 21, model.Network["quant_dense"].Weights[0].Shape.Size);
    }

    private double Accuracy(ITransformer model, IDataView data) =>
        _context.BinaryClassification.Evaluate(model.Transform(data)).Accuracy;

    private static Text[] Texts(Random random)
    {
        string Word() => string.Concat(Enumerable.Range(0, random.Next(2, 5))
            .Select(_ => $"{"bcdfghklmnprstvwz"[random.Next(17)]}{"aeiou"[random.Next(5)]}"));
        string[] List(int count) => [.. Enumerable.Range(0, count).Select(_ => Word())];
        var (common, good, bad) = (List(1_500), List(Words), List(Words));
        return [.. Enumerable.Range(0, Rows).Select(i => new Text
        {
            Label = i % 2 == 0,
            Says = string.Join(' ', Enumerable.Range(0, random.Next(6, 20)).Select(_ => random.NextDouble() switch
            {
                < 0.40 => (i % 2 == 0 ? good : bad)[random.Next(Words)],
                < 0.45 => (i % 2 == 0 ? bad : good)[random.Next(Words)],
                _ => common[(int)(1_500 * Math.Pow(random.NextDouble(), 2))],
            })),
        })];
    }

    private sealed class Text
    {
        public string Says { get; set; } = "";

        public bool Label { get; set; }
    }
}
