using System.Globalization;

namespace Microsoft.ML.Larq.Progress.Evaluation;

/// <summary>How a finished network does on rows, in numbers few enough to be kept in its saved model.</summary>
/// <param name="IsOfValidation">Whether the rows are the validation set's, or some of those trained on.</param>
/// <param name="Rows">How many rows were scored.</param>
internal sealed record EvaluationFacts(bool IsOfValidation, int Rows)
{
    /// <summary>Classes of which a whole confusion matrix is kept.</summary>
    public const int MostClasses = 50;

    /// <summary>Classes that are kept of more than <see cref="MostClasses"/>: those recognized worst.</summary>
    public const int WorstClasses = 20;

    /// <summary>Classes by their index: all that have rows, or the worst; none in a regression.</summary>
    public IReadOnlyList<ClassFacts> Classes { get; init; } = [];

    /// <summary>How many classes there are; 0 in a regression.</summary>
    public int ClassCount { get; init; }

    /// <summary>Rows of the class that has most of them; 0 in a regression.</summary>
    public int LargestClass { get; init; }

    /// <summary>Rows whose class was predicted.</summary>
    public int Right { get; init; }

    /// <summary>Rows by their class and the predicted one, line after line; empty for too many classes.</summary>
    public IReadOnlyList<int> Confusion { get; init; } = [];

    /// <summary>The false and the true positive rate at falling thresholds, for two classes; empty otherwise.</summary>
    public IReadOnlyList<(double False, double True)> Roc { get; init; } = [];

    /// <summary>The area under the whole of that curve; NaN where there is none.</summary>
    public double AreaUnderRoc { get; init; } = double.NaN;

    /// <summary>Rows by what the model said: how many, the mean said, and the share it was right of.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability { get; init; } = [];

    /// <summary>What a regression missed by; null in a classification.</summary>
    public RegressionError? Error { get; init; }

    /// <summary>The same to four significant digits, as a history's values: enough to look at, and small.</summary>
    public EvaluationFacts Rounded() => this with
    {
        Roc = [.. Roc.Select(point => (Short(point.False), Short(point.True)))],
        AreaUnderRoc = Short(AreaUnderRoc),
        Reliability = [.. Reliability.Select(bin => bin with { Said = Short(bin.Said), Came = Short(bin.Came) })],
        Error = Error is null
            ? null
            : new RegressionError(Short(Error.RootMeanSquare), Short(Error.MeanAbsolute), Short(Error.OfTheMean)),
    };

    private static double Short(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : value;
}

/// <summary>How the rows of a class were recognized.</summary>
/// <param name="Class">Its index, from 0.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Right">Those of them that were predicted to be of it.</param>
/// <param name="Predicted">All rows that were.</param>
/// <param name="TakenFor">The class that most others of its rows were taken for; its own where there are none.</param>
internal sealed record ClassFacts(int Class, int Rows, int Right, int Predicted, int TakenFor);

/// <summary>Rows whose scores lie close together.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Said">The mean of their probabilities.</param>
/// <param name="Came">The share of them of which it came true.</param>
internal sealed record ReliabilityBin(int Rows, double Said, double Came);

/// <summary>A regression's error in the label's own unit.</summary>
/// <param name="RootMeanSquare">√mean((y − ŷ)²).</param>
/// <param name="MeanAbsolute">mean(|y − ŷ|).</param>
/// <param name="OfTheMean">The root mean square error of answering the rows' mean.</param>
internal sealed record RegressionError(double RootMeanSquare, double MeanAbsolute, double OfTheMean);
