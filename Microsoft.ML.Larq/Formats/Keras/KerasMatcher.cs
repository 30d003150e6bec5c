using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>
/// Gives the tensors of a file to the layers of a network, each checked against the shape it must have.
/// </summary>
/// <remarks>
/// Shapes here are Keras' own, so a tensor is taken over as it is. A shape that leads with ones, (1, 1, channels),
/// serves where (channels,) is wanted.
/// </remarks>
internal static class KerasMatcher
{
    private const float SameValue = 1e-6f;

    public static (NetworkWeights Weights, KerasReport Report) Match(
        NetworkDefinition definition, KerasFile file, KerasMatching matching, NetworkWeights? others)
    {
        var wanted = KerasOrder.Of(definition).Where(layer => !layer.Weights.IsEmpty).ToArray();
        var given = file.Layers.SelectMany(layer => layer.Leaves()).Where(layer => !layer.Weights.IsEmpty).ToArray();
        var found = matching switch
        {
            KerasMatching.ByOrder => InOrder(wanted, given),
            KerasMatching.ByName => Named(given),
            _ => throw new ArgumentOutOfRangeException(nameof(matching), matching, "Matching is ByOrder or ByName."),
        };
        var weights = new Dictionary<string, WeightArray>(StringComparer.Ordinal);
        var matches = wanted
            .Select(layer => Take(layer, found.GetValueOrDefault(layer.Name), weights)).ToImmutableArray();
        var taken = matches.Select(match => match.KerasLayer).ToHashSet();
        var report = new KerasReport(
            matches, [.. given.Select(layer => layer.Name).Where(name => !taken.Contains(name))]);
        if (others is not null) FillIn(wanted, others, weights);
        else if (report.Missing.FirstOrDefault() is { } missing) throw Missing(missing, given);
        var result = new NetworkWeights(weights);
        result.Verify(definition);
        return (result, report);
    }

    private static Dictionary<string, KerasLayer> InOrder(Layer[] wanted, KerasLayer[] given)
    {
        if (wanted.Length == given.Length)
            return wanted.Zip(given).ToDictionary(pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
        var at = wanted.Zip(given).TakeWhile(pair => Fits(pair.First, pair.Second)).Count();
        throw new ArgumentException(
            $"The network has {wanted.Length} layers with weights, the file {given.Length}; "
            + $"the first that differ are {Name(wanted, at)} of the network and {Name(given, at)} of the file.");

        static string Name(IReadOnlyList<object> layers, int at) => at < layers.Count ? $"'{layers[at]}'" : "none";
    }

    private static Dictionary<string, KerasLayer> Named(KerasLayer[] given)
    {
        var twice = given
            .GroupBy(layer => layer.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? given.ToDictionary(layer => layer.Name, StringComparer.Ordinal)
            : throw new ArgumentException($"The file has two layers '{twice.Key}'; by name they cannot be told apart.");
    }

    private static KerasMatch Take(Layer layer, KerasLayer? given, Dictionary<string, WeightArray> weights)
    {
        if (given is null) return new KerasMatch(layer.Name, null, 0, null);
        if (!layer.Weights.Select(spec => spec.Name).Order(StringComparer.Ordinal)
            .SequenceEqual(given.Weights.Select(weight => weight.ShortName).Order(StringComparer.Ordinal)))
        {
            throw new ArgumentException(
                $"Layer '{layer.Name}' ({layer.Kind.ClassName}) wants the weights "
                + $"{string.Join(", ", layer.Weights.Select(spec => spec.Name))}; the file's layer '{given.Name}' has "
                + $"{string.Join(", ", given.Weights.Select(weight => weight.ShortName))}.");
        }

        bool? quantized = null;
        foreach (var spec in layer.Weights)
        {
            var taken = Checked(layer, spec, given);
            weights.Add(NetworkWeights.NameOf(layer, spec.Name), taken);
            if (spec.Quantizer is { } quantizer) quantized = (quantized ?? true) && IsQuantized(taken, quantizer);
        }

        return new KerasMatch(layer.Name, given.Name, layer.Weights.Length, quantized);
    }

    private static WeightArray Checked(Layer layer, WeightSpec spec, KerasLayer given)
    {
        var weight = given.Weights.Single(weight => weight.ShortName == spec.Name);
        var what = $"Layer '{layer.Name}' ({layer.Kind.ClassName}), weight '{spec.Name}'";
        if (!Fits(spec, weight))
            throw new ArgumentException($"{what} must have shape {spec.Shape}; the file has '{weight}'.");
        if (!weight.IsSingle)
            throw new ArgumentException($"{what} must be float32; the file's '{weight}' is {weight.ElementType}.");
        var fault = weight.Array.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        return fault < 0
            ? WeightArray.Adopt(spec.Shape, weight.Array)
            : throw new ArgumentException(
                $"{what} has finite values; the file's '{weight}' has {weight.Array[fault]} at {fault}.");
    }

    private static bool Fits(Layer layer, KerasLayer given) => layer.Weights.Length == given.Weights.Length
        && layer.Weights.Zip(given.Weights).All(pair => Fits(pair.First, pair.Second));

    // A dense layer's kernel lacks the taps of the convolution that it became.
    private static bool Fits(WeightSpec spec, KerasWeight weight) =>
        weight.Shape.SequenceEqual(spec.Shape.Dimensions)
        || (weight.Shape.Length == 2 && spec.Shape.Rank > 2
            && spec.Shape.Dimensions[..^2].All(dimension => dimension == 1)
            && weight.Shape.SequenceEqual(spec.Shape.Dimensions[^2..]))
        || (weight.Shape.Length > spec.Shape.Rank && weight.Shape[..^spec.Shape.Rank].All(dimension => dimension == 1)
            && weight.Shape[^spec.Shape.Rank..].SequenceEqual(spec.Shape.Dimensions));

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

    private static ArgumentException Missing(string layer, KerasLayer[] given) => new(
        $"The file has no layer '{layer}'; it has {string.Join(", ", given.Select(other => $"'{other.Name}'"))}. "
        + "Give the weights that such layers start from, or match by order.");
}
