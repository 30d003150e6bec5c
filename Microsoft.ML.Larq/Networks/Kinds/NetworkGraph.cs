using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>The layers added so far, while a network is being built.</summary>
internal sealed partial class NetworkGraph(IColumnBits? rows = null)
{
    private readonly Dictionary<string, Layer> _layers = new(StringComparer.Ordinal);
    private readonly List<Layer> _order = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private bool _freezes;

    public NetworkTensor Input(TensorShape shape, string? name = null) =>
        Add(new InputLayer { Shape = shape }, [], name);

    public NetworkTensor Add(LayerKind kind, ImmutableArray<NetworkTensor> inputs, string? name)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (inputs.FirstOrDefault(input => input.Graph != this) is { } stranger)
            throw new ArgumentException($"'{stranger.Layer.Name}' belongs to another network than its fellow inputs.");
        if (_freezes && kind is WeightedKind weighted) kind = weighted with { Trainable = false };
        name = name is null ? Free(kind.BaseName) : Checked(name);
        var layer = new Layer(name, kind, [.. inputs.Select(input => input.Layer)]);
        if (kind is InputLayer && _order.Count > 0)
            throw new ArgumentException($"A network has one input layer, got '{_order[0].Name}' and '{layer.Name}'.");
        _layers.Add(layer.Name, layer);
        _order.Add(layer);
        return new NetworkTensor(this, layer);
    }

    /// <summary>The output of a layer.</summary>
    public NetworkTensor Of(string name) => new(this, _layers[name]);

    /// <summary>Puts a layer of another kind, which no other layer reads, in the place of one.</summary>
    public NetworkTensor Replace(Layer layer, LayerKind kind)
    {
        var other = new Layer(layer.Name, kind, [.. layer.Inputs.Select(input => _layers[input])]);
        _order[_order.IndexOf(layer)] = _layers[layer.Name] = other;
        return new NetworkTensor(this, other);
    }

    /// <summary>The training rows that the network is built for; null for none.</summary>
    public IColumnBits? Rows => rows;

    /// <summary>Whether something was asked that only the training rows know.</summary>
    public bool AskedForRows { get; private set; }

    /// <summary>The bits that a tensor's columns are worth; the most for each where there are no rows.</summary>
    public ImmutableArray<int> BitsOf(NetworkTensor tensor, int most, int total)
    {
        AskedForRows = true;
        return rows is null || !tensor.Layer.SelectsInput
            ? [.. Enumerable.Repeat(most, tensor.Shape.Size)]
            : rows.BitsOf(InputSlots.Of(tensor.Layer, name => _layers[name]), most, total);
    }

    /// <summary>Layers that are added meanwhile are not trained.</summary>
    public NetworkTensor Frozen(NetworkTensor input, Func<NetworkTensor, NetworkTensor> layers)
    {
        var before = _freezes;
        _freezes = true;
        try
        {
            return layers(input);
        }
        finally
        {
            _freezes = before;
        }
    }

    /// <summary>The layers that an output depends on, in the order in which they were added.</summary>
    public ImmutableArray<Layer> Leading(Layer output)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal) { output.Name };
        for (var i = _order.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(_order[i].Name)) needed.UnionWith(_order[i].Inputs);
        }

        return [.. _order.Where(layer => needed.Contains(layer.Name))];
    }

    /// <summary>The next number of a base name that no layer has.</summary>
    public string Free(string baseName)
    {
        string name;
        do
        {
            var number = _numbers[baseName] = _numbers.GetValueOrDefault(baseName, -1) + 1;
            name = number == 0 ? baseName : $"{baseName}_{number}";
        }
        while (_layers.ContainsKey(name));
        return name;
    }

    private string Checked(string name)
    {
        if (!ValidName().IsMatch(name))
            throw new ArgumentException(
                $"A layer's name has 1 to 100 letters, digits, '_', '-' and '.', got '{name}'.");
        if (_layers.ContainsKey(name)) throw new ArgumentException($"Two layers are called '{name}'.");
        return name;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,100}\z")]
    private static partial Regex ValidName();
}
