namespace Microsoft.ML.Larq.Progress.Faults;

/// <inheritdoc cref="WarningNames.Overconfident"/>
internal sealed class OverconfidentRule : IFaultRule
{
    public Moments Certain => Moments.End;

    public IEnumerable<Finding> Find(FaultView view)
    {
        if (view.Facts?.Temperature is not > HealthyRanges.MostTemperature) yield break;
        yield return new Finding(
            WarningNames.Overconfident,
            $"scores had to be divided by a temperature of {LayerCurve.Number(view.Facts.Temperature.Value)} (healthy: "
            + "up to 2) to be as sure as they are right; they are nearly even now. Fewer Epochs, LabelSmoothing = 0.1f "
            + "or more rows make the network less sure of what it cannot know.")
        {
            IsOfTheResult = true,
            YieldsToAll = true,
        };
    }
}
