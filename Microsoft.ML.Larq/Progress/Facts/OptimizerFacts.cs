using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>An optimizer, what it was told, and what it trains.</summary>
/// <param name="Case">
/// What ends the names of its rates: empty, or a slash and the name of a case, <c>/binary</c>.
/// </param>
/// <param name="Name">Which it is: <c>Adam</c>, <c>AdamW</c>, <c>Sgd</c>, <c>Bop</c>.</param>
/// <param name="Layers">The metric names of the kernels that it trains, in the network's order.</param>
/// <param name="Settings">What it was told.</param>
internal sealed record OptimizerFacts(
    string Case, string Name, IReadOnlyList<string> Layers, IReadOnlyList<SettingFacts> Settings)
{
    /// <summary>The setting of that name; null where it has none.</summary>
    public SettingFacts? this[string setting] => Settings.FirstOrDefault(one => one.Name == setting);

    public JsonObject ToJson() => new()
    {
        ["case"] = Case,
        ["name"] = Name,
        ["layers"] = new JsonArray([.. Layers.Select(layer => (JsonNode?)layer)]),
        ["settings"] = new JsonArray([.. Settings.Select(setting => setting.ToJson())]),
    };

    /// <exception cref="FormatException">A fact is missing or cannot be; it is named.</exception>
    public static OptimizerFacts FromJson(JsonObject json) => new(
        FactsReader.Text(json, "case"),
        FactsReader.Text(json, "name"),
        FactsReader.Texts(json, "layers"),
        [.. FactsReader.List(json, "settings").Select(SettingFacts.FromJson)]);
}
