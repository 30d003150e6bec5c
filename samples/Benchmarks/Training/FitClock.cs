using System.Diagnostics;
using FashionMnist;
using Microsoft.ML;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;

namespace Larq.Benchmarks;

/// <summary>
/// Times the epochs of a BinaryNet from the moment its progress is reported to the next, and lets something else run in
/// between: on a busy machine both are slowed alike.
/// </summary>
internal sealed class FitClock(Action between) : IProgress<TrainingProgress>
{
    public const int BatchSize = 128;

    private readonly List<double> _seconds = [];
    private long _start;

    /// <summary>
    /// Median seconds of an epoch, without the first, which warms up, and the last, which also estimates statistics.
    /// </summary>
    public static double Median(
        IReadOnlyList<FashionImage> images, int epochs, Action between,
        Action<BinarizedNetworkTrainer.Options>? set = null)
    {
        var clock = new FitClock(between);
        var context = new MLContext(seed: 1);
        var options = new BinarizedNetworkTrainer.Options
        {
            FeatureColumnName = "Pixels",
            Network = FashionNetworks.Binary,
            Optimizer = Optimize.Adam(Schedule.Cosine(0.005f)),
            BatchSize = BatchSize,
            Epochs = epochs + 2,
            Progress = clock,
        };
        set?.Invoke(options);
        context.Transforms.Conversion.MapValueToKey("Label").Append(context.Larq().BinaryNet(options))
            .Fit(context.Data.LoadFromEnumerable(images));
        return Stopwatches.Median(clock._seconds[1..^1]);
    }

    public void Report(TrainingProgress value)
    {
        if (_start == 0) _start = Stopwatch.GetTimestamp();
        if (!value.EpochCompleted) return;
        _seconds.Add(Stopwatch.GetElapsedTime(_start).TotalSeconds);
        between();
        _start = Stopwatch.GetTimestamp();
    }
}
