using System.Globalization;
using Microsoft.ML.Larq.Progress;

namespace ClusterSample;

/// <summary>Says each epoch; rank 0 alone hears of them.</summary>
internal sealed class Speaker : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value)
    {
        if (value.EpochCompleted)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"epoch {value.Epoch}: loss {value[MetricNames.Loss]:G6}"));
        }
    }
}
