using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>
/// What a training was beside the values that it reported: without these, a value cannot be judged. Kept in the saved
/// model, and over a resumption.
/// </summary>
internal sealed record TrainingFacts
{
    /// <summary>Rows that were trained on.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that training was validated on; 0 without a validation set.</summary>
    public required int ValidationRows { get; init; }

    /// <summary>What the labels are, and what guessing costs.</summary>
    public required LabelFacts Labels { get; init; }

    /// <summary>Rows a step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Epochs that were asked for; a training that was stopped has reported fewer.</summary>
    public required int Epochs { get; init; }

    /// <summary>The version of the library that trained.</summary>
    public required string Version { get; init; }

    /// <summary>What the options say that a rule needs.</summary>
    public required ChoiceFacts Choices { get; init; }

    /// <summary>Every quantized layer, in the network's order; a separable one has a row for each kernel.</summary>
    public required IReadOnlyList<LayerFacts> Layers { get; init; }

    /// <summary>The optimizers, and which layers each trains; none before training has begun.</summary>
    public IReadOnlyList<OptimizerFacts> Optimizers { get; init; } = [];

    /// <summary>
    /// What was measured of the layers before the first step, by name: <c>starved/quant_dense</c>.
    /// </summary>
    public IReadOnlyDictionary<string, double> Before { get; init; } = new Dictionary<string, double>();

    /// <summary>
    /// The epoch, from 1, whose weights the model has; one more than the reported ones where training was cancelled
    /// within an epoch and kept its weights. 0 before training has ended.
    /// </summary>
    public int WeightsOfEpoch { get; init; }

    /// <summary>The temperature that scores were calibrated with; null where they were not.</summary>
    public double? Temperature { get; init; }

    /// <summary>Histograms of the layers; none unless asked for.</summary>
    public TakenHistograms Histograms { get; init; } = TakenHistograms.None;

    /// <summary>What metrics of a user's own say of themselves, by name.</summary>
    public IReadOnlyDictionary<string, string> Descriptions { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was.</summary>
    public required TrainingTimes Times { get; init; }

    /// <summary>Steps an epoch.</summary>
    public int Batches => (int)(((long)Rows + BatchSize - 1) / BatchSize);

    /// <param name="withTimes">Whether the times are among them.</param>
    public JsonObject ToJson(bool withTimes = true)
    {
        var json = Plain();
        if (Histograms.Epochs.Count > 0) json["histograms"] = Histograms.ToJson();
        if (Descriptions.Count > 0)
        {
            json["descriptions"] = new JsonObject(Descriptions.Select(
                one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
        }

        if (withTimes) json["times"] = Times.ToJson();
        return json;
    }

    private JsonObject Plain() => new()
    {
        ["rows"] = Rows,
        ["validation"] = ValidationRows,
        ["labels"] = Labels.ToJson(),
        ["batch"] = BatchSize,
        ["epochs"] = Epochs,
        ["version"] = Version,
        ["choices"] = Choices.ToJson(),
        ["layers"] = new JsonArray([.. Layers.Select(layer => layer.ToJson())]),
        ["optimizers"] = new JsonArray([.. Optimizers.Select(optimizer => optimizer.ToJson())]),
        ["before"] = new JsonObject(Before.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))),
        ["weights"] = WeightsOfEpoch,
        ["temperature"] = Temperature,
    };

    /// <exception cref="FormatException">A fact is missing or cannot be; it is named.</exception>
    public static TrainingFacts FromJson(JsonObject json) => new()
    {
        Rows = FactsReader.Whole(json, "rows", least: 1),
        ValidationRows = FactsReader.Whole(json, "validation"),
        Labels = LabelFacts.FromJson(FactsReader.Object(json, "labels")),
        BatchSize = FactsReader.Whole(json, "batch", least: 1),
        Epochs = FactsReader.Whole(json, "epochs", least: 1),
        Version = FactsReader.Text(json, "version"),
        Choices = ChoiceFacts.FromJson(FactsReader.Object(json, "choices")),
        Layers = [.. FactsReader.Objects(json, "layers").Select(LayerFacts.FromJson)],
        Optimizers = [.. FactsReader.Objects(json, "optimizers").Select(OptimizerFacts.FromJson)],
        Before = FactsReader.Numbers(FactsReader.Object(json, "before")),
        WeightsOfEpoch = FactsReader.Whole(json, "weights"),
        Temperature = json["temperature"] is null ? null : FactsReader.Number(json, "temperature", least: 0),
        Histograms = json["histograms"] is null
            ? TakenHistograms.None
            : TakenHistograms.FromJson(
                FactsReader.List(json, "histograms"), FactsReader.Whole(json, "epochs", least: 1)),
        Descriptions = json["descriptions"] is null
            ? new Dictionary<string, string>()
            : MetricDescriptions.FromJson(FactsReader.Object(json, "descriptions")),
        Times = TrainingTimes.FromJson(FactsReader.Object(json, "times")),
    };
}
