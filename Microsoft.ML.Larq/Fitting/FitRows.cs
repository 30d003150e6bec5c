using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>The rows of one call of Fit: those that are trained on, and those that training is validated on.</summary>
internal sealed class FitRows(
    MLContext context, IChannel channel, BinarizedNetworkTrainer.Options options, LabelTarget target, RowLayout layout,
    int seed, Action checkAlive, TrainingWarnings warnings) : IDisposable
{
    private bool _takesMissing;

    public RowCache Training { get; } = new(
        layout.Shape.Size, options.CacheBudget, HostServices.TempFolder(context));

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
        var held = options.ValidationFraction > 0
            ? new HeldOutRows(options.ValidationFraction, target.Task != LearningTask.Regression, seed)
            : null;
        if (held is not null) Validation = NewCache();
        Read(input, Training, "training", label => held?.Takes(label) == true ? Validation! : Training);
        CheckHeldOut();
        CheckClasses();
        ReadValidation();
    }

    public void Dispose()
    {
        Training.Dispose();
        Validation?.Dispose();
    }

    private void Read(IDataView data, RowCache cache, string role, Func<float, RowCache> cacheOf)
    {
        var labels = new LabelReader(options.LabelColumnName, target.Task);
        var reader = new RowReader(options.FeatureColumnName, layout, labels, _takesMissing);
        reader.Read(data, cacheOf, checkAlive);
        if (reader.Skipped > 0)
        {
            warnings.Give(new TrainingWarning(
                NoticeNames.RowsSkipped, null,
                $"{reader.Skipped} {role} rows have no label in column '{options.LabelColumnName}' and were skipped."));
        }

        if (reader.Missing > 0)
        {
            HostServices.Info(
                channel,
                $"{reader.Missing:N0} values are missing in column '{options.FeatureColumnName}' of the {role} rows; "
                + "the network has bits for them. Option HandleMissingValue = false makes them an error.");
        }

        if (cache.IsMapped)
        {
            HostServices.Info(
                channel,
                $"The {role} rows take more memory than option CacheBudget allows, {options.CacheBudget:N0} bytes; "
                + "they lie in a temporary file.");
        }

        if (cache.Count > 0) return;
        throw new InvalidOperationException(reader.Skipped > 0
            ? $"All {reader.Skipped} {role} rows lack a label in column '{options.LabelColumnName}'; at least one "
                + "needs it."
            : $"There are no {role} rows; at least one is needed.");
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

    private void ReadValidation()
    {
        if (options.ValidationSet is not { } data) return;
        var column = FeatureInput.Find(data.Schema, options.FeatureColumnName);
        var found = FeatureInput.Layout(column, options.Image);
        if (found != layout)
        {
            throw new ArgumentException(
                $"Option ValidationSet: column '{column.Name}' must have the training rows' layout {layout.Shape}, "
                + $"got {found.Shape}.");
        }

        var cache = Validation = NewCache();
        Read(
            ValidationLabels.Match(context, data, options.LabelColumnName, target), cache, "validation", _ => cache);
    }

    private RowCache NewCache() => new(layout.Shape.Size, options.CacheBudget, HostServices.TempFolder(context));
}
