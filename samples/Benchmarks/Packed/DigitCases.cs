using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq;
using QuickStart;

namespace Larq.Benchmarks;

/// <summary>The model of samples/QuickStart as an application uses it, on one thread.</summary>
internal sealed class DigitCases
{
    private const int CallsTogether = 100;
    private const int TransformedRows = 100_000;

    private readonly Lazy<DigitModels> _models = new(() => new DigitModels());
    private readonly Lazy<ITransformer> _network;

    public DigitCases() => _network = new Lazy<ITransformer>(() => _models.Value.TrainNetwork());

    /// <summary>
    /// <c>PredictionEngine.Predict</c>, a digit a call; trees take some digits longer than others, so many are timed
    /// together.
    /// </summary>
    public Case Predict() => new("predict-digits", "calls/s", "LightGBM", () =>
    {
        var models = _models.Value;
        return new Contest(CallsTogether, Calls(_network.Value), Calls(models.TrainLightGbm()));

        Action Calls(ITransformer model)
        {
            var engine = models.Engine(model);
            var next = 0;
            return () =>
            {
                for (var i = 0; i < CallsTogether; i++) engine.Predict(models.Digits[next++ % models.Digits.Length]);
            };
        }
    });

    /// <summary>
    /// <c>Transform</c> of rows that an enumerable gives, every score and class read. The peer is the network that was
    /// trained, in evaluation mode, on rows that are already in a tensor.
    /// </summary>
    /// <param name="quick">Whether the peer scores an eighth of the rows.</param>
    public Case Transform(bool quick) => new("transform-digits", "rows/s", "TorchSharp", () =>
    {
        var rows = _models.Value.Rows(TransformedRows);
        var network = _network.Value;
        var trained = ((IEnumerable<ITransformer>)network).OfType<BinarizedNetworkTransformer>().Single();
        var peerRows = quick ? TransformedRows / 8 : TransformedRows;
        var peer = new TorchScorer(trained, [.. _models.Value.Digits.Select(digit => digit.Pixels)], peerRows);
        return new Contest(TransformedRows, () => Read(network.Transform(rows)), peer.Run)
        {
            PeerWork = peerRows,
            MostBatches = 3,
            Held = peer,
        };
    });

    private static void Read(IDataView view)
    {
        var score = view.Schema[nameof(DigitPrediction.Score)];
        var label = view.Schema[nameof(DigitPrediction.PredictedLabel)];
        using var cursor = view.GetRowCursor([score, label]);
        var scores = cursor.GetGetter<VBuffer<float>>(score);
        var labels = cursor.GetGetter<int>(label);
        var (vector, number) = (default(VBuffer<float>), 0);
        while (cursor.MoveNext())
        {
            scores(ref vector);
            labels(ref number);
        }
    }
}
