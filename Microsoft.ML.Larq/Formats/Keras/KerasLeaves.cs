using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>
/// Takes a file's layers apart: a model within the model, whose tensors stand in one group, into its layers.
/// </summary>
/// <remarks>
/// A tensor's name begins with the scope that its layer had when it was made, most often the layer's name. Where the
/// file has the model's configuration, that says which layers there are, and a scope is the layer in whose name it
/// ends; TensorFlow 1 put a number behind it. Without the configuration the scope is all that there is.
/// </remarks>
internal static class KerasLeaves
{
    // State of metrics, which Larq up to 0.8 stored among its layers' weights.
    private static readonly string[] State = ["total", "count", "previous_values", "previous_weights"];

    public static ImmutableArray<KerasLeaf> Of(KerasFile file, KerasNames? names)
    {
        var leaves = new List<KerasLeaf>();
        foreach (var layer in file.Layers)
        {
            var weights = layer.Weights.Where(weight => !State.Contains(weight.ShortName)).ToImmutableArray();
            if (weights.IsEmpty) continue;
            leaves.AddRange(names?.IsModel(layer.Name) switch
            {
                true => Placed(layer.Name, weights, names),
                false => [Whole(layer.Name, weights, names.Of(new KerasPlace("", layer.Name)), null, isNested: false)],
                null => Guessed(layer.Name, weights),
            });
        }

        // The names as they are, if they are unique.
        var twice = leaves.GroupBy(leaf => leaf.Layer.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. leaves.Select(leaf => leaf.IsNested && twice.Contains(leaf.Layer.Name)
                ? leaf with { Layer = new KerasLayer($"{leaf.Group}/{leaf.Layer.Name}", leaf.Layer.Weights) }
                : leaf),
        ];
    }

    private static IEnumerable<KerasLeaf> Placed(string group, ImmutableArray<KerasWeight> weights, KerasNames names)
    {
        var scopes = Scopes(weights);
        var places = names.In(group).ToArray();
        var owners = scopes.Select(scope => scope.Key).ToArray();
        var numberless = owners.Select(WithoutNumber).ToArray();
        // All names match as they are, or all without their numbers; where neither is so, as many as possible match.
        var found = Assign(owners, places);
        if (found.Contains(null) && Assign(numberless, places) is var other && !other.Contains(null)) found = other;
        if (found.Contains(null))
        {
            var rest = Assign(numberless, [.. places.Except(found.OfType<KerasPlace>())]);
            for (var i = 0; i < found.Length; i++) found[i] ??= rest[i];
        }

        for (var i = 0; i < found.Length; i++)
        {
            var layer = new KerasLayer(found[i]?.Name ?? Last(owners[i]), [.. scopes[i]]);
            yield return new KerasLeaf(
                layer, group, found[i] is { } place ? [names.Of(place)] : [null, KerasNames.Clean(layer.Name)], true);
        }
    }

    // The place whose names a scope matches longest; none where several do, or another scope has the same place.
    private static KerasPlace?[] Assign(string[] scopes, KerasPlace[] places)
    {
        var byEnd = places.ToLookup(place => Last(place.Name), StringComparer.Ordinal);
        var found = scopes.Select(scope =>
        {
            var like = byEnd[Last(scope)].Select(place => (Place: place, Likeness: place.Likeness(scope)))
                .Where(pair => pair.Likeness > 0).ToArray();
            var most = like.Select(pair => pair.Likeness).DefaultIfEmpty().Max();
            var best = like.Where(pair => pair.Likeness == most).ToArray();
            return best.Length == 1 ? best[0].Place : null;
        }).ToArray();
        var once = found.OfType<KerasPlace>().CountBy(place => place)
            .Where(pair => pair.Value == 1).Select(pair => pair.Key).ToHashSet();
        return [.. found.Select(place => place is not null && once.Contains(place) ? place : null)];
    }

    private static IEnumerable<KerasLeaf> Guessed(string group, ImmutableArray<KerasWeight> weights)
    {
        var scopes = Scopes(weights);
        if (scopes is [var only])
        {
            var last = Last(only.Key);
            var isOwn = last.Length == 0 || last == Last(group) || WithoutNumber(last) == Last(group);
            return [Whole(group, weights, KerasNames.Clean(group), isOwn ? null : last, !isOwn)];
        }

        return scopes.Select(scope => new KerasLeaf(
            new KerasLayer(Last(scope.Key), [.. scope]),
            group,
            [
                KerasNames.Clean(Last(scope.Key)), KerasNames.Clean(scope.Key),
                KerasNames.Clean($"{group}_{Last(scope.Key)}"),
            ],
            IsNested: true));
    }

    private static KerasLeaf Whole(
        string group, ImmutableArray<KerasWeight> weights, string name, string? inner, bool isNested) => new(
            new KerasLayer(group, weights), group, inner is null ? [name] : [name, KerasNames.Clean(inner)], isNested);

    private static IGrouping<string, KerasWeight>[] Scopes(ImmutableArray<KerasWeight> weights) =>
        [.. weights.GroupBy(weight => weight.Owner, StringComparer.Ordinal)];

    private static string Last(string scope) => scope[(scope.LastIndexOf('/') + 1)..];

    private static string WithoutNumber(string scope)
    {
        var letters = scope.TrimEnd(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        return letters.Length < scope.Length && letters.EndsWith('_') ? letters[..^1] : scope;
    }
}
