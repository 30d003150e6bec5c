using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace Tables;

/// <summary>
/// A file of comma-separated rows without a header line, the label last, that a task is to be learned from.
/// </summary>
/// <param name="File">The file's name; one ending in .gz is compressed.</param>
/// <param name="Task">What is learned.</param>
internal sealed record TableFile(string File, LearningTask Task)
{
    public string Name => File[..File.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>
    /// The rows as they are, with the columns <c>Number</c> and <c>Label</c> and one for each column of words, and what
    /// makes <c>Features</c> of them: words become one-hot, numbers stay as they are, missing ones too.
    /// </summary>
    public (IDataView Rows, IEstimator<ITransformer> Features) Load(MLContext mlContext)
    {
        var path = Path.Combine(AppContext.BaseDirectory, File);
        if (File.EndsWith(".gz", StringComparison.Ordinal)) path = Unpacked(path);
        var rows = System.IO.File.ReadLines(path)
            .Where(line => line.Length > 0).Select(line => line.Split(',')).ToArray();
        var last = rows[0].Length - 1;
        var numbers = Enumerable.Range(0, last).Where(column => rows.All(row => IsNumber(row[column]))).ToArray();
        var words = Enumerable.Range(0, last).Except(numbers).ToArray();
        var columns = new List<TextLoader.Column>(words.Select(column =>
            new TextLoader.Column($"Word{column}", DataKind.String, column)));
        if (numbers.Length > 0)
        {
            columns.Add(new TextLoader.Column(
                "Number", DataKind.Single, [.. numbers.Select(column => new TextLoader.Range(column))]));
        }

        columns.Add(new TextLoader.Column(
            "Text", Task == LearningTask.Regression ? DataKind.Single : DataKind.String, last));
        var loaded = mlContext.Data.LoadFromTextFile(
            path, new TextLoader.Options { Columns = [.. columns], Separators = [','], TrimWhitespace = true });
        var features = new EstimatorChain<ITransformer>();
        foreach (var column in words)
            features = features.Append<ITransformer>(mlContext.Transforms.Categorical.OneHotEncoding($"Word{column}"));
        return (
            mlContext.Data.Cache(Label(mlContext, rows[0][last].Trim()).Fit(loaded).Transform(loaded)),
            features.Append<ITransformer>(mlContext.Transforms.Concatenate(
                "Features",
                [.. words.Select(column => $"Word{column}"), .. numbers.Length > 0 ? ["Number"] : (string[])[]])));
    }

    private IEstimator<ITransformer> Label(MLContext mlContext, string first) => Task switch
    {
        LearningTask.MulticlassClassification => mlContext.Transforms.Conversion.MapValueToKey("Label", "Text"),
        LearningTask.BinaryClassification => mlContext.Transforms.Conversion.MapValue(
            "Label", [new KeyValuePair<string, bool>(first, true)], "Text"),
        _ => mlContext.Transforms.CopyColumns("Label", "Text"),
    };

    private static bool IsNumber(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static string Unpacked(string path)
    {
        var target = path[..^".gz".Length];
        if (System.IO.File.Exists(target)) return target;
        using var packed = new GZipStream(System.IO.File.OpenRead(path), CompressionMode.Decompress);
        using var plain = System.IO.File.Create(target);
        packed.CopyTo(plain);
        return target;
    }
}
