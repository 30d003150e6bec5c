using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>The rows of one call of Fit: those that are trained on, and those that training is validated on.</summary>
internal sealed class FitRows(
    IHostEnvironment environment, IChannel channel, BinarizedNetworkTrainer.Options options, LabelTarget target,
    RowLayout layout, Action checkAlive, TrainingWarnings warnings, Ranks ranks) : IDisposable
{
    private const string Cure = " It takes the rows that the steps before the trainer give: fit those on the training "
        + "rows, var prepared = steps.Fit(training), and set ValidationSet = prepared.Transform(validation).";

    private bool _takesMissing;

    public RowCache Training { get; } = new(
        layout.Shape.Size, options.CacheBudget, HostServices.TempFolder(environment));

    /// <summary>Null where there are no rows to validate on.</summary>
    public RowCache? Validation { get; private set; }

    /// <summary>Reads all rows.</summary>
    /// <param name="input">The training rows.</param>
    /// <param name="takesMissing">Whether the network has bits for missing values.</param>
    /// <exception cref="ArgumentException">The validation set has other columns than the training rows.</exception>
    /// <exception cref="InvalidOperationException">There are no rows to train on, or a value is no good.</exception>
    public void Read(IDataView input, bool takesMissing)
    {
        _takesMissing = takesMissing && options.HandleMissingValue;
        Read(input, Training, "training", options.ExampleWeightColumnName, HeldOut());
        CheckHeldOut();
        CheckClasses();
        if (Training.Count < ranks.Size)
        {
            throw new InvalidOperationException(
                $"There are {Training.Count} training rows for {ranks.Size} ranks; each rank needs one at least.");
        }

        if (options.ValidationSet is { } data) ReadValidation(data);
    }

    public void Dispose()
    {
        Training.Dispose();
        Validation?.Dispose();
    }

    private (HeldOutRows Choice, RowCache Cache)? HeldOut()
    {
        if (options.ValidationFraction == 0) return null;
        var isOfClasses = target.Task != LearningTask.Regression;
        Validation = NewCache();
        return (new HeldOutRows(options.ValidationFraction, isOfClasses), Validation);
    }

    private void Read(
        IDataView data, RowCache cache, string role, string? weights = null,
        (HeldOutRows Choice, RowCache Cache)? held = null)
    {
        var labels = new LabelReader(options.LabelColumnName, target.Task);
        var reader = new RowReader(options.FeatureColumnName, layout, labels, _takesMissing, weights);
        if (ranks.Choices.RowsAreShares && !ranks.IsAlone) ReadShare(reader, data, cache, held, weights is not null);
        else reader.Read(data, cache, checkAlive, held);
        var (skipped, weightless, missing) = CountsOf(reader);
        if (skipped > 0)
        {
            warnings.Give(new TrainingWarning(
                NoticeNames.RowsSkipped, null,
                $"{skipped} {role} rows have no label in column '{options.LabelColumnName}' and were skipped."));
        }

        if (weightless > 0)
        {
            HostServices.Info(
                channel, $"{weightless:N0} {role} rows have weight 0 in column '{weights}' and were left out.");
        }

        if (missing > 0)
        {
            HostServices.Info(
                channel,
                $"{missing:N0} values are missing in column '{options.FeatureColumnName}' of the {role} rows; "
                + "each sets the bit for them of a column in which the training rows lack values, and reads as 0 in "
                + "another. Option HandleMissingValue = false makes them an error.");
        }

        if (cache.IsMapped)
        {
            HostServices.Info(
                channel,
                $"The {role} rows take more memory than option CacheBudget allows, {options.CacheBudget:N0} bytes; "
                + "they lie in a temporary file.");
        }

        if (cache.Count > 0) return;
        if (weightless > 0)
        {
            throw new InvalidOperationException(
                $"All {role} rows with a label have weight 0 in example weight column '{weights}'; one of them must "
                + "count more.");
        }

        throw new InvalidOperationException(skipped > 0
            ? $"All {skipped} {role} rows lack a label in column '{options.LabelColumnName}'; at least one "
                + "needs it."
            : $"There are no {role} rows; at least one is needed.");
    }

    // Each rank reads its own rows, all at once; then everyone gets those of all.
    private void ReadShare(
        RowReader reader, IDataView data, RowCache cache, (HeldOutRows Choice, RowCache Cache)? held, bool isWeighted)
    {
        using var own = NewCache();
        var ownWeights = new List<float>();
        reader.Read(
            data,
            (features, label, weight) =>
            {
                own.Add(features, label);
                ownWeights.Add(weight);
            },
            checkAlive);
        var intake = new RowIntake(cache, held, isWeighted);
        RowExchange.Run(ranks, own, CollectionsMarshal.AsSpan(ownWeights), intake, checkAlive);
        intake.Close();
    }

    private (long Skipped, long Weightless, long Missing) CountsOf(RowReader reader)
    {
        Span<double> counts = [reader.Skipped, reader.Weightless, reader.Missing];
        if (ranks.Choices.RowsAreShares) ranks.Sum(counts);
        return ((long)counts[0], (long)counts[1], (long)counts[2]);
    }

    private void CheckHeldOut()
    {
        if (options.ValidationFraction == 0) return;
        if (Validation is not { Count: > 0 and var count })
        {
            throw new InvalidOperationException(
                $"Option ValidationFraction: {options.ValidationFraction} of {Training.Count} training rows "
                + "leave none to validate on.");
        }

        HostServices.Info(
            channel,
            $"{count:N0} of {Training.Count + count:N0} rows are held out for validation (option ValidationFraction).");
    }

    private void CheckClasses()
    {
        if (target.Task == LearningTask.Regression) return;
        var labels = Training.Labels;
        if (labels.ContainsAnyExcept(labels[0])) return;
        throw new InvalidOperationException(
            $"Label column '{options.LabelColumnName}' has one class in all {Training.Count} training rows; "
            + "at least two are needed.");
    }

    // What is wrong with these rows names the option, and a column that is not there how it comes there.
    private void ReadValidation(IDataView data)
    {
        const string Option = "Option ValidationSet";
        var lacks = new[] { options.FeatureColumnName, options.LabelColumnName }
            .Any(name => data.Schema.GetColumnOrNull(name) is null);
        try
        {
            TryReadValidation(data);
        }
        catch (ArgumentException error) when (!error.Message.StartsWith(Option, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{Option}: {error.Message}{(lacks ? Cure : "")}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new InvalidOperationException($"{Option}: {error.Message}", error);
        }
    }

    private void TryReadValidation(IDataView data)
    {
        var column = FeatureInput.Find(data.Schema, options.FeatureColumnName);
        var found = FeatureInput.Layout(column, options.Image);
        if (found != layout)
        {
            throw new ArgumentException(
                $"Option ValidationSet: column '{column.Name}' must have the training rows' layout {layout.Shape}, "
                + $"got {found.Shape}.");
        }

        Validation = NewCache();
        var context = HostServices.Context(environment);
        Read(ValidationLabels.Match(context, data, options.LabelColumnName, target), Validation, "validation");
    }

    private RowCache NewCache() => new(layout.Shape.Size, options.CacheBudget, HostServices.TempFolder(environment));
}
