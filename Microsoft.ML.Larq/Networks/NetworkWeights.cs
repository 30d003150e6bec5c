using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A network's weights by name, <c>layer/weight</c>; kernels latent or binary already. Immutable.</summary>
public sealed class NetworkWeights : IReadOnlyDictionary<string, WeightArray>
{
    private readonly ImmutableSortedDictionary<string, WeightArray> _weights;

    /// <summary>Collects weights.</summary>
    /// <param name="weights">Name, as <see cref="NameOf"/> makes it, and values.</param>
    /// <exception cref="ArgumentException">A name or its values are null, or two weights have one name.</exception>
    public NetworkWeights(IEnumerable<KeyValuePair<string, WeightArray>> weights)
    {
        _weights = ImmutableSortedDictionary.Create<string, WeightArray>(StringComparer.Ordinal)
            .AddRange(Checked(weights));
    }

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _weights.Keys;

    /// <inheritdoc/>
    public IEnumerable<WeightArray> Values => _weights.Values;

    /// <inheritdoc/>
    public int Count => _weights.Count;

    /// <summary>The weight of that name.</summary>
    /// <param name="key">For example <c>quant_conv2d_1/kernel</c>.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message names it.</exception>
    public WeightArray this[string key] => _weights.TryGetValue(key, out var weight)
        ? weight
        : throw new KeyNotFoundException($"There is no weight '{key}'.");

    /// <summary>A weight of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weight">The weight's name within the layer.</param>
    public WeightArray this[Layer layer, string weight] => this[NameOf(layer, weight)];

    /// <summary>The name that a layer's weight has here: <c>layer/weight</c>.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="weight">The weight's name within the layer.</param>
    public static string NameOf(Layer layer, string weight)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(weight);
        return $"{layer.Name}/{weight}";
    }

    /// <summary>Draws every weight from its initializer.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="seed">Seeds the draw; each weight has its own stream, so one layer more changes no other.</param>
    public static NetworkWeights Initialize(NetworkDefinition definition, int seed)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new(definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
        {
            var name = NameOf(layer, spec.Name);
            var values = new float[spec.Shape.Size];
            spec.Initializer.Fill(values, spec.Shape, new Random(seed ^ StableHash(name)));
            return KeyValuePair.Create(name, new WeightArray(spec.Shape, values));
        })));
    }

    /// <summary>These weights with some replaced or added.</summary>
    /// <param name="weights">The new ones.</param>
    public NetworkWeights With(IEnumerable<KeyValuePair<string, WeightArray>> weights) =>
        new(_weights.SetItems(Checked(weights)));

    /// <summary>These weights under other layers' names, for a network that calls its layers differently.</summary>
    /// <param name="rename">Gives a layer's new name for its present one.</param>
    /// <exception cref="ArgumentException">Two weights would have one name; the message says it.</exception>
    public NetworkWeights Renamed(Func<string, string> rename)
    {
        ArgumentNullException.ThrowIfNull(rename);
        var renamed = new Dictionary<string, WeightArray>(StringComparer.Ordinal);
        foreach (var (name, weight) in _weights)
        {
            var end = name.IndexOf('/', StringComparison.Ordinal);
            var wanted = end < 0 ? rename(name) : rename(name[..end]) + name[end..];
            if (!renamed.TryAdd(wanted, weight))
                throw new ArgumentException(
                    $"Two weights would be called '{wanted}'; '{name}' is one of them.", nameof(rename));
        }

        return new NetworkWeights(renamed);
    }

    /// <summary>The weights as arithmetic sees them: every kernel that has a quantizer is quantized.</summary>
    /// <param name="definition">The network that they belong to.</param>
    public NetworkWeights Quantized(NetworkDefinition definition)
    {
        Verify(definition);
        return With(definition.Layers.SelectMany(layer => layer.Weights
            .Where(spec => spec.Quantizer is { } quantizer && !IsQuantized(quantizer, this[layer, spec.Name]))
            .Select(spec =>
            {
                var weight = this[layer, spec.Name];
                var quantized = new float[weight.Values.Length];
                spec.Quantizer!.QuantizeWith(
                    weight.Values, weight.Shape, ParametersOf(layer, spec.Name), quantized);
                return KeyValuePair.Create(NameOf(layer, spec.Name), new WeightArray(weight.Shape, quantized));
            })));
    }

    // Of signs, the library's own quantizers make the same signs.
    private static bool IsQuantized(Quantizer quantizer, WeightArray weight) =>
        !weight.Signs.IsEmpty && quantizer is not CustomQuantizer && quantizer.IsKeptAsSigns;

    /// <summary>Checks that a network's every weight is here with its shape, and nothing else.</summary>
    /// <param name="definition">The network.</param>
    /// <exception cref="ArgumentException">
    /// One is missing, has another shape, or belongs to no layer; the message names it.
    /// </exception>
    public void Verify(NetworkDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var wanted = 0;
        foreach (var layer in definition.Layers)
        {
            foreach (var spec in layer.Weights)
            {
                wanted++;
                var name = NameOf(layer, spec.Name);
                if (!_weights.TryGetValue(name, out var weight))
                    throw new ArgumentException(
                        $"Layer '{layer.Name}' needs a weight '{name}' of shape {spec.Shape}; there is none.");
                if (weight.Shape != spec.Shape)
                    throw new ArgumentException($"Weight '{name}' must have shape {spec.Shape}, got {weight.Shape}.");
            }
        }

        if (wanted == Count) return;
        var known = definition.Layers
            .SelectMany(layer => layer.Weights.Select(spec => NameOf(layer, spec.Name)))
            .ToHashSet(StringComparer.Ordinal);
        throw new ArgumentException(
            $"Weight '{Keys.First(name => !known.Contains(name))}' belongs to no layer of the network.");
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _weights.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out WeightArray value) =>
        _weights.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, WeightArray>> GetEnumerator() => _weights.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static IEnumerable<KeyValuePair<string, WeightArray>> Checked(
        IEnumerable<KeyValuePair<string, WeightArray>> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Select(pair => pair is { Key: not null, Value: not null }
            ? pair
            : throw new ArgumentException("Among the weights a name or its values are null.", nameof(weights)));
    }

    // FNV-1a: the same on every machine and run, unlike string.GetHashCode.
    private static int StableHash(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text) hash = unchecked((hash ^ character) * 16777619u);
        return unchecked((int)hash);
    }

    /// <summary>The parameters of the quantizer of a weight or the input, as they are.</summary>
    internal QuantizerValues ParametersOf(Layer layer, string quantized)
    {
        var specs = layer.Weights.Where(spec => spec.QuantizerOf == quantized).ToArray();
        return specs.Length == 0
            ? QuantizerValues.None
            : new QuantizerValues(specs.ToDictionary(
                QuantizerWeights.ParameterOf, spec => this[layer, spec.Name], StringComparer.Ordinal));
    }
}
