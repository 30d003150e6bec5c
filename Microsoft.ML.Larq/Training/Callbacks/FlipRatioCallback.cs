using System.Globalization;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Steers by the flip ratio: stops training, or lowers the learning rate, when it stays below or above a bound.
/// </summary>
/// <remarks>
/// <para>
/// At the end of each epoch, r = the largest <c>flip_ratio/…</c> of the layers looked at; so "below" says that all of
/// them are, and "above" that one of them is. After <see cref="Epochs"/> such epochs in a row training stops, or, with
/// a <see cref="RateFactor"/>, the learning rates (and Bop's γ) are multiplied by it and the count begins anew. An
/// epoch that is exactly at the bound, or has no flip ratio because it has one batch, begins it anew too.
/// </para>
/// <para>
/// Stopped below a bound, a network is saved whose signs hardly change any more; above one, lowering the rate lets it
/// settle. One object may serve several trainings; each counts for itself.
/// </para>
/// </remarks>
public sealed class FlipRatioCallback : TrainingCallback
{
    private int _count;

    /// <summary>Creates the callback.</summary>
    /// <param name="side">On which side of the bound something is to happen.</param>
    /// <param name="bound">The bound, above 0 and at most 1; 1e-4 below, or 0.01 above, are usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside what is said above.</exception>
    public FlipRatioCallback(FlipRatioSide side, double bound)
    {
        Side = Enum.IsDefined(side)
            ? side
            : throw new ArgumentOutOfRangeException(
                nameof(side), side,
                $"{nameof(FlipRatioCallback)}: side is {FlipRatioSide.Below} or {FlipRatioSide.Above}.");
        Bound = bound is > 0 and <= 1
            ? bound
            : throw new ArgumentOutOfRangeException(
                nameof(bound), bound, $"{nameof(FlipRatioCallback)}: bound is above 0 and at most 1.");
    }

    /// <summary>On which side of the bound something is to happen.</summary>
    public FlipRatioSide Side { get; }

    /// <summary>What the flip ratio is compared with.</summary>
    public double Bound { get; }

    /// <summary>Epochs in a row that call for it, at least 1. Default 3.</summary>
    public int Epochs
    {
        get;
        init => field = value >= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Epochs), value, $"{nameof(FlipRatioCallback)}: {nameof(Epochs)} is at least 1.");
    } = 3;

    /// <summary>
    /// What the learning rates are multiplied by, above 0 and below 1. Null (default): training stops instead.
    /// </summary>
    public double? RateFactor
    {
        get;
        init => field = value is null or (> 0 and < 1)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(RateFactor), value,
                $"{nameof(FlipRatioCallback)}: {nameof(RateFactor)} is above 0 and below 1, or null.");
    }

    /// <summary>The one layer to look at; null (default) looks at all that report a flip ratio.</summary>
    public string? Layer { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// There is no flip ratio to look at; the message lists the layers that have one.
    /// </exception>
    public override void OnTrainBegin(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (Looked(training.Progress).Any()) return;
        var layers = training.Progress.Values.Select(value => value.Key)
            .Where(name => name.StartsWith(MetricNames.FlipRatio, StringComparison.Ordinal))
            .Select(name => $"'{name[MetricNames.FlipRatio.Length..]}'").ToArray();
        throw new ArgumentException(Layer is null
            ? $"{nameof(FlipRatioCallback)}: no layer has a quantized kernel, or option Metrics leaves it out, so none "
                + "has a flip ratio."
            : $"{nameof(FlipRatioCallback)}: {nameof(Layer)} '{Layer}' has no flip ratio; there are "
                + $"{(layers.Length == 0 ? "none" : string.Join(", ", layers))}.");
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var largest = Looked(training.Progress).Where(ratio => !double.IsNaN(ratio)).DefaultIfEmpty(double.NaN).Max();
        var calls = Side == FlipRatioSide.Below ? largest < Bound : largest > Bound;
        _count = calls ? _count + 1 : 0;
        if (_count < Epochs) return;
        _count = 0;
        var why = string.Create(
            CultureInfo.InvariantCulture,
            $"The flip ratio was {(Side == FlipRatioSide.Below ? "below" : "above")} {Bound:G3} for {Epochs} epochs, "
            + $"{largest:G3} in epoch {training.Progress.Epoch}");
        if (RateFactor is not { } factor)
        {
            training.Stop($"{why}: training stops.");
            return;
        }

        training.ScaleLearningRate(factor);
        training.Inform(string.Create(
            CultureInfo.InvariantCulture,
            $"{why}: the learning rate is now {training.LearningRateFactor:G3} times its schedule."));
    }

    /// <inheritdoc/>
    public override void Save(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Numbers["count"] = _count;
    }

    /// <inheritdoc/>
    public override void Load(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _count = (int)state.Number("count");
    }

    internal override TrainingCallback ForRun() => new FlipRatioCallback(Side, Bound)
    {
        Epochs = Epochs,
        RateFactor = RateFactor,
        Layer = Layer,
    };

    private IEnumerable<double> Looked(TrainingProgress progress) => progress.Values
        .Where(value => Layer is null
            ? value.Key.StartsWith(MetricNames.FlipRatio, StringComparison.Ordinal)
            : value.Key == MetricNames.FlipRatio + Layer)
        .Select(value => value.Value);
}
