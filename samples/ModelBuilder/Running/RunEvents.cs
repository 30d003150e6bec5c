using System.Text.Json.Serialization;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>
/// Something that happened in a run. The console, the lines of <c>--json</c> and a page show the same events.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(DataRead), "data")]
[JsonDerivedType(typeof(ImagesRead), "images")]
[JsonDerivedType(typeof(Found), "finding")]
[JsonDerivedType(typeof(StageBegun), "stage")]
[JsonDerivedType(typeof(TrainingBegun), "training")]
[JsonDerivedType(typeof(TrainingAdvanced), "progress")]
[JsonDerivedType(typeof(TrainingWarned), "warning")]
[JsonDerivedType(typeof(TrainerScored), "trainer")]
[JsonDerivedType(typeof(ModelJudged), "evaluation")]
[JsonDerivedType(typeof(ColumnsWeighed), "importance")]
[JsonDerivedType(typeof(FoldScored), "fold")]
[JsonDerivedType(typeof(RowPredicted), "prediction")]
[JsonDerivedType(typeof(FileWritten), "file")]
[JsonDerivedType(typeof(LineLogged), "log")]
[JsonDerivedType(typeof(RunEnded), "end")]
internal abstract record RunEvent
{
    /// <summary>Counts the events of a run, from 1.</summary>
    [JsonPropertyOrder(-2)]
    public long Id { get; init; }

    /// <summary>Seconds since the run began.</summary>
    [JsonPropertyOrder(-1)]
    public double Seconds { get; init; }
}

/// <summary>A table was looked at.</summary>
/// <param name="Facts">What it is.</param>
/// <param name="Columns">What is made of its columns; those as found where nothing is predicted yet.</param>
/// <param name="Classes">The classes and their rows; none without a label, or of a regression.</param>
internal sealed record DataRead(TableFacts Facts, RecipeColumn[] Columns, ClassCount[] Classes) : RunEvent;

/// <summary>A folder of images was looked at.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Classes">The classes and their images.</param>
internal sealed record ImagesRead(string Folder, ClassCount[] Classes) : RunEvent;

/// <summary>Something in the data that a person should know.</summary>
internal sealed record Found(Finding Finding) : RunEvent;

/// <summary>The next step, in words.</summary>
internal sealed record StageBegun(string Name) : RunEvent;

/// <summary>Training begins.</summary>
/// <param name="Trainer">What is trained.</param>
/// <param name="Rows">Rows that are learned from, those to validate on among them.</param>
/// <param name="TestRows">Rows that are put aside for the test.</param>
/// <param name="Device">What computes.</param>
/// <param name="Deadline">Seconds after which training stops and the best so far is kept; null for none.</param>
internal sealed record TrainingBegun(string Trainer, long Rows, long TestRows, string Device, double? Deadline)
    : RunEvent;

/// <summary>How far training is.</summary>
internal sealed record TrainingAdvanced : RunEvent
{
    public required int Epoch { get; init; }

    public required int Epochs { get; init; }

    public required int Batch { get; init; }

    public required int Batches { get; init; }

    /// <summary>Whether the epoch is over.</summary>
    public required bool EpochCompleted { get; init; }

    /// <summary>The share of the training that is done, from 0 to 1.</summary>
    public required double Fraction { get; init; }

    public required double RowsPerSecond { get; init; }

    public required double SecondsLeft { get; init; }

    /// <summary>Loss, metric, those of validation and each layer's, by name; null where there is none.</summary>
    public required IReadOnlyDictionary<string, double?> Values { get; init; }
}

/// <summary>Training found a fault of its own.</summary>
internal sealed record TrainingWarned(string Message) : RunEvent;

/// <summary>How a trainer does on the rows put aside, and what it costs.</summary>
internal sealed record TrainerScored(TrainerScore Score) : RunEvent;

/// <summary>How the model does on the rows put aside, in full.</summary>
internal sealed record ModelJudged(Judgement Judgement) : RunEvent;

/// <summary>How much each column matters to the model, those that matter most first.</summary>
/// <param name="Measure">What falls when a column's values change places.</param>
/// <param name="Columns">The columns.</param>
internal sealed record ColumnsWeighed(string Measure, ColumnImportance[] Columns) : RunEvent;

/// <summary>A fold of the cross-validation.</summary>
internal sealed record FoldScored(int Fold, int Folds, Judgement Judgement) : RunEvent;

/// <summary>What the model says of a row.</summary>
internal sealed record RowPredicted(Prediction Prediction) : RunEvent;

/// <summary>A file is there.</summary>
internal sealed record FileWritten(string Path, string Meaning) : RunEvent;

/// <summary>A line of ML.NET's log.</summary>
internal sealed record LineLogged(string Text) : RunEvent;

/// <summary>The run is over.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Code">The exit code.</param>
/// <param name="Message">How, in words.</param>
internal sealed record RunEnded(RunStatus Status, int Code, string Message) : RunEvent;

/// <summary>How a run ended; each is an exit code.</summary>
internal enum RunStatus
{
    /// <summary>All was done.</summary>
    Done = 0,

    /// <summary>Training failed.</summary>
    Failed = 1,

    /// <summary>What was asked for cannot be.</summary>
    Usage = 2,

    /// <summary>The data cannot be learned as it is.</summary>
    DataRefused = 3,

    /// <summary>The model is worse than was wanted.</summary>
    BelowMinimum = 4,

    /// <summary>Stopped by a person; the best model so far is kept.</summary>
    Stopped = 130,
}
