using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Files;
using Microsoft.ML.Larq.Progress.EventFiles;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Progress.Faults;

namespace Microsoft.ML.Larq.Progress;

/// <summary>Every value that training reported at the end of each epoch. Kept in the saved model.</summary>
/// <remarks>Values are kept to four significant digits, which keeps a saved history small.</remarks>
public sealed class TrainingHistory
{
    private const string Infinite = "Infinity";
    private readonly List<double[]> _epochs = [];
    private readonly List<TrainingWarning> _given = [];
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    internal TrainingHistory()
    {
    }

    /// <summary>The names of the values, in the order in which they were reported.</summary>
    public IReadOnlyList<string> Names
    {
        get;
        private set
        {
            field = value;
            _columns.Clear();
            foreach (var (column, name) in value.Index()) _columns.TryAdd(name, column);
        }
    } = [];

    /// <summary>Epochs that were completed.</summary>
    public int Epochs => _epochs.Count;

    /// <summary>A value over the epochs.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="KeyNotFoundException">It was not reported; the message lists what was.</exception>
    public IReadOnlyList<double> this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _columns.TryGetValue(name, out var column)
                ? [.. _epochs.Select(epoch => epoch[column])]
                : throw new KeyNotFoundException(
                    $"No value '{name}' was reported; there are '{string.Join("', '", Names)}'.");
        }
    }

    /// <summary>
    /// The warnings of the training in the order in which they were given: before it began, while it ran, as soon as
    /// they were certain, and at its end. None in a healthy run; <see cref="WarningNames"/> says which there are.
    /// </summary>
    public IReadOnlyList<TrainingWarning> Warnings =>
        IsJudged ? [.. _given] : [.. Diagnosis.Of(this), .. _given];

    /// <summary>What the training was beside the values; null in a history that was saved before it was kept.</summary>
    internal TrainingFacts? Facts { get; set; }

    /// <summary>
    /// Whether the values have been looked at for faults: what they show is then among the warnings that were given.
    /// </summary>
    internal bool IsJudged { get; private set; }

    /// <summary>The warnings that were given.</summary>
    internal IReadOnlyList<TrainingWarning> Given => _given;

    /// <summary>
    /// Writes a table for spreadsheets: a heading of "epoch" and the names, then one row for each epoch.
    /// </summary>
    /// <param name="path">The file; replaced as a whole once all is written.</param>
    /// <remarks>Commas, points as decimal marks on every machine, an empty cell where nothing was measured.</remarks>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    public void WriteCsv(string path) => AtomicFile.WriteText(path, HistoryText.Csv(this));

    /// <summary>Writes a JSON object: "epoch" and every name, each with a list of one number per epoch.</summary>
    /// <param name="path">The file; replaced as a whole once all is written.</param>
    /// <remarks>What was not measured is null; of infinities, which JSON has no numbers for, the text.</remarks>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    public void WriteJson(string path) => AtomicFile.WriteText(path, HistoryText.Json(this));

    /// <summary>
    /// Writes event files for TensorBoard: one scalar for each value, with the epoch as its step, and the histograms.
    /// </summary>
    /// <param name="folder">
    /// The training's folder, made where there is none; a history written there before is replaced.
    /// </param>
    /// <remarks>
    /// In it are two runs, as Keras has them: <c>train</c> and, with a validation set, <c>validation</c>. A value bears
    /// the same tag in both (<c>Loss</c>, not <c>Validation Loss</c>), so that TensorBoard draws them into one chart.
    /// What was not measured is left out. An event's time is the end of its epoch; that of writing, for a model saved
    /// by a version that did not keep it. To watch a training that runs, see
    /// <c>Microsoft.ML.Larq.Training.TensorBoard</c>.
    /// </remarks>
    /// <exception cref="IOException">A file cannot be written; what was there before is still there.</exception>
    public void WriteTensorBoard(string folder)
    {
        var now = DateTimeOffset.UtcNow;
        var times = Facts?.Times;
        EventFile.Write(
            EventRun.Folder(folder), this, times?.Started ?? now,
            times?.Ends.Count == Epochs ? times.Ends : [.. Enumerable.Repeat(now, Epochs)]);
    }

    /// <summary>Adds an epoch; a name that comes for the first time was not measured before.</summary>
    internal void Add(TrainingProgress progress)
    {
        var added = progress.Values.Select(value => value.Key).Where(name => !_columns.ContainsKey(name)).ToArray();
        if (added.Length > 0)
        {
            Names = [.. Names, .. added];
            for (var i = 0; i < _epochs.Count; i++)
                _epochs[i] = Row(_epochs[i].Zip(Names, (value, name) => (name, value)));
        }

        _epochs.Add(Row(progress.Values.Select(value => (value.Key, Rounded(value.Value)))));
    }

    /// <summary>Keeps a warning; false if it was there.</summary>
    internal bool Add(TrainingWarning warning)
    {
        if (_given.Contains(warning)) return false;
        _given.Add(warning);
        return true;
    }

    /// <summary>Training has ended, and every warning been given.</summary>
    internal void Close() => IsJudged = true;

    internal JsonObject ToJson() => new(Names.Select((name, column) => KeyValuePair.Create(
        name, (JsonNode?)new JsonArray([.. _epochs.Select(epoch => Number(epoch[column]))]))));

    internal static TrainingHistory FromJson(JsonObject json)
    {
        var columns =
            json.Select(pair => (pair.Key, Values: Column(pair.Key, pair.Value).Select(Number).ToArray())).ToArray();
        var history = new TrainingHistory { Names = [.. columns.Select(column => column.Key)] };
        var epochs = columns.Length == 0 ? 0 : columns[0].Values.Length;
        if (columns.Any(column => column.Values.Length != epochs))
            throw new FormatException("The training history's values have different numbers of epochs.");
        for (var epoch = 0; epoch < epochs; epoch++)
            history._epochs.Add([.. columns.Select(column => column.Values[epoch])]);
        return history;
    }

    private double[] Row(IEnumerable<(string Name, double Value)> values)
    {
        var row = new double[Names.Count];
        Array.Fill(row, double.NaN);
        foreach (var (name, value) in values) row[_columns[name]] = value;
        return row;
    }

    private static JsonArray Column(string name, JsonNode? values) => values as JsonArray
        ?? throw new FormatException($"The training history's '{name}' is not a list of numbers.");

    // The largest numbers would be rounded to infinity.
    private static double Rounded(double value)
    {
        if (!double.IsFinite(value)) return value;
        var text = value.ToString("G4", CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture) is var rounded && double.IsFinite(rounded)
            ? rounded
            : value;
    }

    // JSON has no NaN and no infinity: null stands for the one, a text for the others.
    private static JsonValue? Number(double value) => value switch
    {
        double.NaN => null,
        double.PositiveInfinity => JsonValue.Create(Infinite),
        double.NegativeInfinity => JsonValue.Create($"-{Infinite}"),
        _ => JsonValue.Create(value),
    };

    private static double Number(JsonNode? node) => node switch
    {
        null => double.NaN,
        JsonValue value when value.TryGetValue(out string? text) => text switch
        {
            Infinite => double.PositiveInfinity,
            $"-{Infinite}" => double.NegativeInfinity,
            _ => throw new FormatException($"The training history has a value '{text}', which is no number."),
        },
        _ => node.GetValue<double>(),
    };
}
