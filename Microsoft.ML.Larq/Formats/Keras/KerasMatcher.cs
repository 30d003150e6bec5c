using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>Gives the tensors of a file to the layers of a network, each checked against what it must be.</summary>
/// <remarks>Shapes here are Keras' own, so a tensor is taken over as it is (<see cref="KerasFit"/>).</remarks>
internal static class KerasMatcher
{
    private const float SameValue = 1e-6f;

    // More renamed layers than anyone has are not compared with one another.
    private const long Pairs = 100_000;

    public static (NetworkWeights Weights, KerasReport Report) Match(
        NetworkDefinition definition, KerasFile file, bool byName, NetworkWeights? others)
    {
        var wanted = KerasOrder.Of(definition).Where(layer => !layer.Weights.IsEmpty).ToArray();
        var names = KerasNames.Read(file.ModelConfig);
        var given = KerasLeaves.Of(file, names);
        var found = ByName(wanted, given, names);
        if (!byName && !KerasFit.AreAll(wanted, given, found)) found = KerasInOrder.Match(definition, wanted, given);
        var weights = new Dictionary<string, WeightArray>(StringComparer.Ordinal);
        var matches = wanted
            .Select(layer => Take(layer, found.GetValueOrDefault(layer.Name)?.Layer, weights)).ToImmutableArray();
        var left = given.Except(found.Values).ToArray();
        var report = new KerasReport(matches, [.. left.Select(leaf => leaf.Layer.Name)]);
        if (others is not null) FillIn(wanted, others, weights);
        else if (wanted.FirstOrDefault(layer => !found.ContainsKey(layer.Name)) is { } missing)
            throw Missing(missing, given, left);
        var result = new NetworkWeights(weights);
        result.Verify(definition);
        return (result, report);
    }

    private static Dictionary<string, KerasLeaf> ByName(
        Layer[] wanted, ImmutableArray<KerasLeaf> given, KerasNames? names)
    {
        var index = new KerasIndex(given);
        var found = new Dictionary<string, KerasLeaf>(StringComparer.Ordinal);
        foreach (var layer in wanted)
        {
            if (index.Find(layer.Name) is { } leaf) found.Add(layer.Name, leaf);
            else index.RequireOne(layer.Name);
        }

        if (names is not null) ByPlace(wanted, given, names, found);
        return found;
    }

    // A layer that was renamed after it was made has another name than its tensors; then only one layer of the inner
    // model may match them.
    private static void ByPlace(
        Layer[] wanted, ImmutableArray<KerasLeaf> given, KerasNames names, Dictionary<string, KerasLeaf> found)
    {
        var missing = wanted.Where(layer => !found.ContainsKey(layer.Name))
            .Select(layer => (Layer: layer, Model: names.ModelOf(layer.Name))).ToArray();
        var left = given.Except(found.Values).Where(leaf => !leaf.IsCertain).ToArray();
        if (missing.Length * (long)left.Length > Pairs) return;
        foreach (var (layer, model) in missing)
        {
            var like = left.Where(leaf => leaf.Group == model && KerasFit.Is(layer, leaf.Layer)).ToArray();
            if (like is [var only] && missing.Count(
                other => other.Model == model && KerasFit.Is(other.Layer, only.Layer)) == 1)
                found.Add(layer.Name, only);
        }
    }

    private static KerasMatch Take(Layer layer, KerasLayer? given, Dictionary<string, WeightArray> weights)
    {
        if (given is null) return new KerasMatch(layer.Name, null, 0, null);
        KerasFit.RequireNames(layer, given);
        bool? quantized = null;
        foreach (var spec in layer.Weights)
        {
            var taken = KerasFit.Take(layer, spec, given);
            weights.Add(NetworkWeights.NameOf(layer, spec.Name), taken);
            if (spec.Quantizer is { } quantizer) quantized = (quantized ?? true) && IsQuantized(taken, quantizer);
        }

        return new KerasMatch(layer.Name, given.Name, layer.Weights.Length, quantized);
    }

    private static bool IsQuantized(WeightArray weight, Quantizer quantizer)
    {
        var quantized = new float[weight.Values.Length];
        quantizer.Quantize(weight.Values, weight.Shape, quantized);
        for (var i = 0; i < quantized.Length; i++)
        {
            if (Math.Abs(quantized[i] - weight.Values[i]) > SameValue * Math.Abs(quantized[i])) return false;
        }

        return true;
    }

    private static void FillIn(Layer[] layers, NetworkWeights others, Dictionary<string, WeightArray> weights)
    {
        var names = layers.SelectMany(layer => layer.Weights.Select(spec => NetworkWeights.NameOf(layer, spec.Name)));
        foreach (var name in names)
        {
            if (!weights.ContainsKey(name) && others.TryGetValue(name, out var other)) weights.Add(name, other);
        }
    }

    private static ArgumentException Missing(Layer layer, ImmutableArray<KerasLeaf> given, KerasLeaf[] left)
    {
        var like = left.Where(leaf => KerasFit.Is(layer, leaf.Layer)).Select(leaf => $"'{leaf.Layer.Name}'").ToArray();
        return new ArgumentException(
            $"The file has no layer '{layer.Name}'; it has "
            + $"{string.Join(", ", given.Select(other => $"'{other.Layer.Name}'"))}. "
            + (like.Length == 0
                ? "Only if it is to start untrained: give the weights that it starts from (others)."
                : $"{string.Join(", ", like)} would fit and found no layer: name the network's layer so, or match by "
                    + "order. Weights given for it (others) would take the place of those trained."));
    }
}
