using System.Globalization;
using System.Text;
using Larq.ModelBuilder.Pipelines;

namespace Larq.ModelBuilder.Code;

/// <summary>Names of C# for names of people.</summary>
internal static class Identifiers
{
    /// <summary>What a class would take from the code around it if it were called so.</summary>
    private static readonly string[] UsedByCode =
    [
        "Microsoft", "System", "LarqModels", "Program", "Console", "CultureInfo", "Math", "Path", "File", "AppContext",
        "Lazy", "Lock", "Enumerable", "KeyValuePair", "IOrderedEnumerable", "IEnumerable", "IReadOnlyList", "List",
        "Dictionary", "Random", "Action", "Func", "ReadOnlyMemory", "VBuffer", "StringBuilder", "ArgumentException",
        "String", "Single", "Boolean", "Object", "Exception", "Tuple", "Stream", "Task",
        "MLContext", "DataViewSchema", "IDataView", "ITransformer", "IEstimator", "EstimatorChain", "PredictionEngine",
        "LoadColumn", "LoadColumnAttribute", "ColumnName", "ColumnNameAttribute", "TextLoader", "DataOperationsCatalog",
        "InputOutputColumnPair", "ValueToKeyMappingEstimator", "BinarizedNetworkTrainer", "LearningTask",
        "DefaultNetworks", "MulticlassClassificationMetrics", "RegressionMetrics", "BinaryClassificationMetrics",
        "ModelInput", "ModelOutput", "ModelPath", "PredictEngine", "CreatePredictEngine", "Predict", "PredictAllLabels",
        "GetSortedScoresWithLabels", "GetLabels", "Gate", "Classes", "ClassName", "Train", "RetrainModel", "SaveModel",
        "BuildPipeline", "LoadIDataViewFromFile", "SplitData", "RetrainFilePath", "RetrainSeparatorChar",
        "RetrainHasHeader", "RetrainTestFraction", "RetrainSeed", "EvaluateFilePath", "Evaluate", "EvaluateModel",
        "CalculatePFI", "ConfusionTable", "Measure", "Judged",
    ];

    private static readonly string[] UsedByRows =
    [
        "ModelInput", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals",
    ];

    /// <summary>The generated class of a model.</summary>
    public static string OfModel(string name)
    {
        var identifier = Plain(name, "Model");
        while (UsedByCode.Concat(UsedByRows).Contains(identifier, StringComparer.Ordinal)) identifier += "Model";
        return identifier;
    }

    /// <summary>The properties of a class of rows, in the order of the columns; none twice.</summary>
    public static IReadOnlyList<string> OfProperties(IEnumerable<string> names)
    {
        var unique = new UniqueNames(UsedByRows);
        return [.. names.Select((name, index) =>
            unique.Take(Plain(name, string.Create(CultureInfo.InvariantCulture, $"Column{index}"))))];
    }

    // The first letter is made large where there is a large one: C# has no keyword that begins so.
    private static string Plain(string name, string otherwise)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var unit in name) text.Append(IsPart(unit) ? unit : '_');
        if (!text.ToString().Any(char.IsLetterOrDigit)) return otherwise;
        var trimmed = text.ToString().TrimStart('_');
        if (trimmed.Length < text.Length || !IsStart(trimmed[0])) return '_' + trimmed;
        return char.ToUpperInvariant(trimmed[0]) + trimmed[1..];
    }

    private static bool IsStart(char unit) => char.GetUnicodeCategory(unit)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    private static bool IsPart(char unit) => unit == '_' || IsStart(unit) || char.GetUnicodeCategory(unit)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
