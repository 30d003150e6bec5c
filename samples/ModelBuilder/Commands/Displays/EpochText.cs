using System.Globalization;
using Larq.ModelBuilder.Running;
using Microsoft.ML.Larq.Progress;

namespace Larq.ModelBuilder.Commands.Displays;

/// <summary>An epoch in a line, for files and pipes.</summary>
internal static class EpochText
{
    public static string Of(TrainingAdvanced epoch, bool layers)
    {
        var values = epoch.Values.Where(pair => pair.Value is not null
                && (layers || !pair.Key.Contains('/', StringComparison.Ordinal)))
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:G4}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}/{epoch.Epochs}: {string.Join(", ", values)} ({epoch.RowsPerSecond:N0} rows/s, ")
            + $"{Left(epoch)})";
    }

    /// <summary>The time that is left.</summary>
    public static string Left(TrainingAdvanced epoch) => double.IsFinite(epoch.SecondsLeft)
        ? string.Create(CultureInfo.InvariantCulture, $"{epoch.SecondsLeft:F0} s left")
        : "time left unknown";

    /// <summary>Names of the training's and the validation's loss and metric that are there.</summary>
    public static IEnumerable<string> Curves(TrainingAdvanced epoch) =>
        from name in (string[])[MetricNames.Loss, MetricNames.Accuracy, MetricNames.RSquared]
        where epoch.Values.ContainsKey(name)
        select name;
}
