using System.Text.Json;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>Which name each layer of a Keras model has in a network.</summary>
/// <remarks>
/// Keras' own, wherever it can be. In Keras names are unique within one model only: one that several models have gets
/// its model's name in front, <c>left_dense</c>. Letters that a network's names do not have become '_', as in
/// <c>Conv_BatchNorm</c> for <c>Conv/BatchNorm</c>.
/// </remarks>
internal sealed class KerasNames
{
    /// <summary>The classes of models.</summary>
    public static readonly string[] Models = ["Sequential", "Functional", "Model"];

    /// <summary>How deep models stand within models.</summary>
    public const int MaximalDepth = 8;

    private const int Longest = 100;

    private readonly List<KerasPlace> _places = [];
    private readonly HashSet<string> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<KerasPlace, string> _names = [];
    private readonly Dictionary<string, KerasPlace> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ILookup<string, KerasPlace> _inner;

    public KerasNames(JsonElement model)
    {
        Walk(model, "", 0);
        _inner = _places.ToLookup(place => place.Outermost, StringComparer.Ordinal);
        var groups = _places.Distinct().GroupBy(place => Clean(place.Name), StringComparer.Ordinal).ToArray();
        foreach (var group in groups.Where(group => group.Count() == 1)) Name(group.Single(), group.Key);
        foreach (var place in groups.Where(group => group.Count() > 1).SelectMany(group => group))
            Name(place, Clean(place.Model.Length == 0 ? place.Name : $"{place.Model}_{place.Name}"));
    }

    /// <summary>Those of a configuration; null where there is none that can be read.</summary>
    public static KerasNames? Read(string? json)
    {
        if (json is null) return null;
        try
        {
            using var document = JsonDocument.Parse(json);
            return new KerasNames(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A model within a model: its name behind those of the models around it.</summary>
    public static string Within(string model, JsonElement layer) =>
        model.Length == 0 ? NameOf(layer) : $"{model}/{NameOf(layer)}";

    /// <summary>A name as a network can have it.</summary>
    public static string Clean(string name)
    {
        var letters = name.Select(
            letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.' ? letter : '_');
        return name.Length == 0 ? "_" : string.Concat(letters.Take(Longest));
    }

    public string Of(KerasPlace place) => _names.TryGetValue(place, out var name) ? name : Clean(place.Name);

    /// <summary>Whether it is a model of the outermost one; null where that has nothing of this name.</summary>
    public bool? IsModel(string name) => _models.Contains(name) ? true
        : _names.ContainsKey(new KerasPlace("", name)) ? false
        : null;

    /// <summary>The layers of a model of the outermost one, and of those within it.</summary>
    public IEnumerable<KerasPlace> In(string model) => _inner[model];

    /// <summary>The model of the outermost one that has the network's layer of that name; null for none.</summary>
    public string? ModelOf(string network) =>
        _taken.TryGetValue(network, out var place) && place.Model.Length > 0 ? place.Outermost : null;

    private void Name(KerasPlace place, string wanted)
    {
        var name = wanted;
        while (!_taken.TryAdd(name, place))
        {
            var number = _numbers[wanted] = _numbers.GetValueOrDefault(wanted, 1) + 1;
            var ending = $"_{number}";
            name = $"{wanted[..Math.Min(wanted.Length, Longest - ending.Length)]}{ending}";
        }

        _names.Add(place, name);
    }

    // Errors of the configuration are reported where the network is built from it.
    private void Walk(JsonElement model, string path, int depth)
    {
        if (depth > MaximalDepth || !Has(model, "config", out var config)) return;
        var layers = config;
        if (config.ValueKind != JsonValueKind.Array && !Has(config, "layers", out layers)) return;
        if (layers.ValueKind != JsonValueKind.Array) return;
        foreach (var layer in layers.EnumerateArray())
        {
            var className = Has(layer, "class_name", out var text) && text.ValueKind == JsonValueKind.String
                ? text.GetString() : null;
            if (Models.Contains(className))
            {
                if (depth == 0) _models.Add(NameOf(layer));
                Walk(layer, Within(path, layer), depth + 1);
            }
            else if (className != "InputLayer" || depth == 0)
            {
                _places.Add(new KerasPlace(path, NameOf(layer)));
            }
        }
    }

    private static string NameOf(JsonElement layer)
    {
        var holder = Has(layer, "config", out var config) && Has(config, "name", out _) ? config : layer;
        return Has(holder, "name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
    }

    private static bool Has(JsonElement owner, string name, out JsonElement value)
    {
        value = default;
        return owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out value);
    }
}
