using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Reports;

/// <summary>Which values are a layer's own, and in which order layers stand in their network.</summary>
/// <param name="summary">The network.</param>
internal sealed class LayerPlaces(NetworkSummary summary)
{
    /// <summary>The part of a layer whose metrics stand under the layer's own name.</summary>
    public const string Kernels = "kernels";

    /// <summary>The quantizer of a layer's input.</summary>
    public const string Inputs = "inputs";

    private static readonly string[] OfKernels = ["", ".depthwise", ".pointwise"];

    private readonly Dictionary<string, int> _places = summary.Layers
        .Select((layer, place) => (layer.Name, place)).DistinctBy(layer => layer.Name)
        .ToDictionary(layer => layer.Name, layer => layer.place, StringComparer.Ordinal);

    /// <summary>
    /// Whether a value is a layer's own: it is called as those of the library are, or names a layer of the network
    /// behind its slash.
    /// </summary>
    public bool IsOfLayer(string name) => MetricNames.IsOfLayer(name)
        || (name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash
            && LayerOf(name[(slash + 1)..]) is { } layer && _places.ContainsKey(layer));

    /// <summary>The metric's part of a layer's value: <c>flip_ratio/</c>.</summary>
    public static string MetricOf(string name) => name[..(name.IndexOf('/', StringComparison.Ordinal) + 1)];

    /// <summary>Where the layer of a row stands; behind all others where the network has none of that name.</summary>
    public int Of(string row) => LayerOf(row) is { } layer && _places.TryGetValue(layer, out var place)
        ? place
        : int.MaxValue;

    /// <summary>Which part of its layer a row is of: <see cref="Kernels"/>, <see cref="Inputs"/> or another.</summary>
    public string RoleOf(string row) => row[LayerOf(row)!.Length..] switch
    {
        var part when OfKernels.Contains(part) => Kernels,
        ".input" => Inputs,
        var part => part[1..],
    };

    // A layer's name may have dots; what follows the last one is a part's unless the whole is a layer.
    private string LayerOf(string row)
    {
        if (_places.ContainsKey(row)) return row;
        var dot = row.LastIndexOf('.');
        return dot > 0 && (_places.ContainsKey(row[..dot]) || row.EndsWith(".input", StringComparison.Ordinal))
            ? row[..dot]
            : row;
    }
}
