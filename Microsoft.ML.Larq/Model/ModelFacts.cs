using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Usage;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Evaluation;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Model;

/// <summary>What a model is beside its network: columns, task, classes, scale, and how its training went.</summary>
internal sealed record ModelFacts
{
    /// <summary>The option that tells what was left out of a model from Keras.</summary>
    public const string LeftOut = "Left out";

    public required string FeatureColumn { get; init; }

    public required string LabelColumn { get; init; }

    /// <summary>What the columns that the model adds are called.</summary>
    public ScoreNames Columns { get; init; } = ScoreNames.Default;

    public required PixelOrder Order { get; init; }

    public required LearningTask Task { get; init; }

    public required KeyValues? ClassNames { get; init; }

    public required float LabelMean { get; init; }

    public required float LabelDeviation { get; init; }

    /// <summary>Whether a NaN is a value to a network with bits for it; so in a model of an earlier version.</summary>
    public bool HandlesMissing { get; init; } = true;

    /// <summary>How scores were calibrated; null where they were not.</summary>
    public ScoreCalibration? Calibration { get; init; }

    /// <summary>How the network did on rows at the end; null in a model of an earlier version.</summary>
    public EvaluationFacts? Evaluation { get; init; }

    public required TrainingHistory History { get; init; }

    public required PackedAgreement Agreement { get; init; }

    /// <summary>The options of the training, as text; none in a model that was saved before they were kept.</summary>
    public IReadOnlyList<(string Name, string Value)> Options { get; init; } = [];

    /// <summary>What of this is needed to use the network without ML.NET.</summary>
    public PackedUse Use => new(
        Task, ClassNames is null ? null : UseFacts.Names(ClassNames.ToJson()), Order, Calibration?.Temperature ?? 1,
        LabelMean, LabelDeviation, handlesMissing: HandlesMissing);

    /// <summary>All but the times of the training, which two equal ones do not share.</summary>
    public JsonObject ToJson()
    {
        var json = Plain();
        if (Calibration is not null)
        {
            json["calibration"] = new JsonObject
            {
                ["temperature"] = Calibration.Temperature,
                ["rows"] = Calibration.Rows,
                ["before"] = Calibration.ErrorBefore,
                ["after"] = Calibration.ErrorAfter,
            };
        }

        if (!HandlesMissing) json["handlesMissing"] = false;
        if (Columns != ScoreNames.Default)
            json["columns"] = new JsonArray(Columns.Score, Columns.Probability, Columns.PredictedLabel);
        if (Evaluation is not null) json["evaluation"] = EvaluationJson.ToJson(Evaluation);
        if (History.Given is { Count: > 0 } warnings) json["warnings"] = TrainingStory.WriteWarnings(warnings);
        if (History.Facts is { } training) json["training"] = training.ToJson(withTimes: false);
        return json;
    }

    private JsonObject Plain() => new()
    {
        ["feature"] = FeatureColumn,
        ["label"] = LabelColumn,
        ["order"] = Order.ToString(),
        ["task"] = Task.ToString(),
        ["classes"] = ClassNames?.ToJson(),
        ["mean"] = LabelMean,
        ["deviation"] = LabelDeviation,
        ["compared"] = new JsonArray(Agreement.Rows, Agreement.Identical, FiniteOrNull(Agreement.LargestDifference)),
        ["history"] = History.ToJson(),
        ["options"] = new JsonObject(
            Options.Select(option => KeyValuePair.Create(option.Name, (JsonNode?)option.Value))),
    };

    /// <param name="json">The facts.</param>
    /// <param name="times">Reads the times of the training, which a model of an earlier version has among them.</param>
    /// <exception cref="FormatException">A fact is missing or is not what it should be.</exception>
    public static ModelFacts FromJson(JsonObject json, Func<JsonObject>? times = null)
    {
        try
        {
            var compared = Get<JsonArray>(json, "compared");
            var history = TrainingHistory.FromJson(Get<JsonObject>(json, "history"));
            ReadStory(json, history, times);
            return new ModelFacts
            {
                FeatureColumn = Get<JsonValue>(json, "feature").GetValue<string>() is { Length: > 0 } feature
                    ? feature
                    : throw new FormatException("'feature' is a column's name, got an empty one."),
                LabelColumn = Get<JsonValue>(json, "label").GetValue<string>(),
                Columns = json["columns"] is null ? ScoreNames.Default : ReadNames(Get<JsonArray>(json, "columns")),
                Order = Enum.Parse<PixelOrder>(Get<JsonValue>(json, "order").GetValue<string>()),
                Task = Enum.Parse<LearningTask>(Get<JsonValue>(json, "task").GetValue<string>()),
                ClassNames = json["classes"] is { } classes ? KeyValues.FromJson(classes) : null,
                LabelMean = Number(json, "mean"),
                LabelDeviation = Number(json, "deviation", least: 0),
                HandlesMissing = json["handlesMissing"] is not { } handles || handles.GetValue<bool>(),
                Calibration = json["calibration"] is { } calibration ? ReadCalibration(calibration) : null,
                Evaluation = json["evaluation"] is null
                    ? null
                    : EvaluationJson.FromJson(Get<JsonObject>(json, "evaluation")),
                History = history,
                Agreement = compared is [{ } rows, { } identical, var difference]
                    ? ReadAgreement(rows.GetValue<int>(), identical.GetValue<int>(), difference?.GetValue<double>())
                    : throw new FormatException("'compared' is not three numbers."),
                Options = json["options"] is null
                    ? []
                    : [.. Get<JsonObject>(json, "options")
                        .Select(option => (option.Key, Get<JsonValue>(option).GetValue<string>()))],
            };
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            throw new FormatException($"The model's facts cannot be read: {error.Message}", error);
        }
    }

    /// <exception cref="FormatException">The facts are not of a network with these outputs.</exception>
    public void Require(TensorShape outputs)
    {
        if (!Task.Serves(outputs))
            throw new FormatException($"A network that gives {outputs} does not serve {Task}.");
        if (ClassNames is { } names && names.Count != outputs.Size)
            throw new FormatException(
                $"The model has {names.Count} class names for a network of {outputs.Size} outputs.");
        var classes = Task switch
        {
            LearningTask.Regression => 0,
            LearningTask.BinaryClassification => 2,
            _ => outputs.Size,
        };
        if (Evaluation is { } evaluation && evaluation.ClassCount != classes)
            throw new FormatException($"The evaluation is of {evaluation.ClassCount} classes, not of {classes}.");
    }

    // A model of an earlier version has warnings that the values do not show, and no facts of its training.
    private static void ReadStory(JsonObject json, TrainingHistory history, Func<JsonObject>? times)
    {
        if (json["warnings"] is not null)
        {
            foreach (var warning in TrainingStory.ReadWarnings(Get<JsonArray>(json, "warnings"))) history.Add(warning);
        }

        if (json["training"] is null) return;
        var training = Get<JsonObject>(json, "training");
        if (training["times"] is null)
        {
            training = (JsonObject)training.DeepClone();
            training["times"] = times?.Invoke() ?? throw new FormatException("'times' are missing.");
        }

        history.Facts = TrainingFacts.FromJson(training);
        var timed = history.Facts.Times.Seconds.Count;
        if (timed != history.Epochs)
            throw new FormatException($"'seconds' are of {history.Epochs} epochs, got {timed}.");
        history.Close();
    }

    private static ScoreNames ReadNames(JsonArray json)
    {
        string?[] names = [.. json.Select(name => name?.GetValue<string>())];
        if (names is not [{ Length: > 0 } score, { Length: > 0 } probability, { Length: > 0 } label])
            throw new FormatException($"'columns' are three names, got {json.ToJsonString()}.");
        var columns = new ScoreNames(score, probability, label);
        columns.Require();
        return columns;
    }

    // A model of an earlier version has none.
    private static ScoreCalibration ReadCalibration(JsonNode node)
    {
        var json = node as JsonObject ?? throw new FormatException("'calibration' is not an object.");
        var rows = Get<JsonValue>(json, "rows").GetValue<int>();
        if (rows < 0) throw new FormatException($"'rows' is at least 0, got {rows}.");
        return new ScoreCalibration(
            Number(json, "temperature", above: 0),
            rows,
            Finite("before", Get<JsonValue>(json, "before").GetValue<double>()),
            Finite("after", Get<JsonValue>(json, "after").GetValue<double>()));
    }

    private static PackedAgreement ReadAgreement(int rows, int identical, double? difference)
    {
        if (rows < 0 || identical < 0 || identical > rows)
            throw new FormatException($"'compared' has rows and no more identical ones, got {identical} of {rows}.");
        if (difference is not { } largest) return new PackedAgreement(rows, identical, double.NaN);
        return double.IsFinite(largest) && largest >= 0
            ? new PackedAgreement(rows, identical, largest)
            : throw new FormatException($"'compared' has a difference of at least 0, got {largest}.");
    }

    // A number of JSON may be larger than any of single precision.
    private static float Number(
        JsonObject json, string name, float above = float.NegativeInfinity, float least = float.NegativeInfinity)
    {
        var value = Get<JsonValue>(json, name).GetValue<float>();
        if (float.IsFinite(value) && value > above && value >= least) return value;
        var range = float.IsFinite(above) ? $"a finite number above {above}"
            : float.IsFinite(least) ? $"a finite number of at least {least}" : "a finite number";
        throw new FormatException($"'{name}' is {range}, got {value}.");
    }

    private static double Finite(string name, double value) => double.IsFinite(value)
        ? value
        : throw new FormatException($"'{name}' is a finite number, got {value}.");

    // JSON has no NaN and no infinity.
    private static JsonValue? FiniteOrNull(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    private static T Get<T>(KeyValuePair<string, JsonNode?> member)
        where T : JsonNode =>
        member.Value as T ?? throw new FormatException($"'{member.Key}' is not a {typeof(T).Name}.");

    private static T Get<T>(JsonObject json, string name)
        where T : JsonNode =>
        json[name] as T ?? throw new FormatException($"'{name}' is missing or not a {typeof(T).Name}.");
}
