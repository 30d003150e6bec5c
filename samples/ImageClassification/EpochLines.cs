using Microsoft.ML.Larq.Progress;

namespace ImageClassification;

/// <summary>A line an epoch, or every so many epochs.</summary>
internal sealed class EpochLines(int every = 1) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.EpochCompleted && (value.Epoch % every == 0 || value.Epoch == value.Epochs))
            Console.WriteLine($"  {value} ({value.Elapsed.TotalSeconds:F1} s)");
    }
}

/// <summary>How much of a file has come, a line every ten million bytes.</summary>
internal sealed class DownloadLine : IProgress<long>
{
    private const long Step = 10_000_000;
    private long _next = Step;

    public void Report(long value)
    {
        if (value < _next) return;
        Console.WriteLine($"  {value / 1e6:F0} MB");
        _next = value + Step;
    }
}
