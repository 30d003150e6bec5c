using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq;

/// <summary>Puts given weights where a network has a layer of their name; the rest starts afresh.</summary>
internal static class StartWeights
{
    private const int Shown = 20;

    /// <exception cref="ArgumentException">
    /// A weight of the same name has another shape, or none has a name that the network knows.
    /// </exception>
    public static NetworkWeights Apply(
        NetworkDefinition definition, NetworkWeights fresh, NetworkWeights given, Action<string> tell)
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

        tell($"Start weights: {taken.Length} of {fresh.Count} taken over; "
            + $"afresh: {List(fresh.Keys.Except(taken))}; not used: {List(given.Keys.Except(taken))}.");
        return fresh.With(taken.Select(name => KeyValuePair.Create(name, given[name])));
    }

    private static string List(IEnumerable<string> names)
    {
        var list = names.ToArray();
        var more = list.Length > Shown ? $", … ({list.Length})" : "";
        return list.Length == 0 ? "none" : string.Join(", ", list.Take(Shown)) + more;
    }
}
