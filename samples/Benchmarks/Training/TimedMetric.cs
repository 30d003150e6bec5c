using System.Diagnostics;
using Microsoft.ML.Larq.Metrics;

namespace Larq.Benchmarks;

/// <summary>A metric, and the time that it takes.</summary>
/// <param name="metric">The metric.</param>
/// <param name="add">Hears the seconds of each pass.</param>
internal sealed class TimedMetric(QuantizerMetric metric, Action<double> add) : QuantizerMetric($"timed_{metric.Name}")
{
    public override bool NeedsEveryPass => true;

    protected override void OnForward(QuantizerPass pass) => Time(metric.Forward, pass);

    protected override void OnBackward(QuantizerPass pass) => Time(metric.Backward, pass);

    protected override double Compute() => metric.Result;

    protected override void Dispose(bool disposing)
    {
        if (disposing) metric.Dispose();
        base.Dispose(disposing);
    }

    private void Time(Action<QuantizerPass> update, QuantizerPass pass)
    {
        var start = Stopwatch.GetTimestamp();
        update(pass);
        add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
