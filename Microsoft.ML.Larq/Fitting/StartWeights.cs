using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Puts given weights where a network has a layer of their name; the rest starts afresh.</summary>
internal static class StartWeights
{
    private const int Shown = 20;

    /// <exception cref="ArgumentException">
    /// A weight of the same name has another shape, or none has a name that the network knows.
    /// </exception>
    public static NetworkWeights Apply(
        NetworkDefinition definition, NetworkWeights fresh, NetworkWeights given, StartNotes notes)
    {
        var taken = fresh.Keys.Where(given.ContainsKey).ToArray();
        if (taken.Length == 0)
        {
            throw new ArgumentException(
                "Option StartWeights has no weight of option Network: "
                + $"{List(given.Keys)} there, {List(fresh.Keys)} here. Layers find their weights by name.");
        }

        foreach (var name in taken)
        {
            if (given[name].Shape == fresh[name].Shape) continue;
            throw new ArgumentException(
                $"Option StartWeights: weight '{name}' must have shape {fresh[name].Shape}, got {given[name].Shape}. "
                + "Give a layer that is to start afresh another name.");
        }

        var afresh = fresh.Keys.Except(taken).ToArray();
        if (afresh.Length > 0) notes.Warn(Afresh(afresh, fresh, given));

        notes.Tell($"Start weights: {taken.Length} of {fresh.Count} taken over; "
            + $"afresh: {List(afresh)}; not used: {List(given.Keys.Except(taken))}.");
        return fresh.With(taken.Select(name => KeyValuePair.Create(name, given[name])));
    }

    // Trained weights of the same shape under another name: the layer may only have been renamed.
    private static string Afresh(string[] afresh, NetworkWeights fresh, NetworkWeights given)
    {
        var shapes = afresh.Select(name => fresh[name].Shape).ToHashSet();
        var like = given.Keys.Except(fresh.Keys).Where(name => shapes.Contains(given[name].Shape)).ToArray();
        return $"Option StartWeights has nothing for {List(afresh)}: these start from fresh random values."
            + (like.Length == 0 ? "" : $" It has {List(like)} of such shapes, which no layer is called after.");
    }

    private static string List(IEnumerable<string> names)
    {
        var list = names.ToArray();
        var more = list.Length > Shown ? $", … ({list.Length})" : "";
        return list.Length == 0 ? "none" : string.Join(", ", list.Take(Shown)) + more;
    }
}
