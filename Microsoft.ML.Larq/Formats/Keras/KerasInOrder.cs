using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>The file's first layer to the network's first, where the order is one that the file promises.</summary>
/// <remarks>
/// Keras lists a model's layers by depth, so does the network. But a model within the model is one layer there, of one
/// depth, whose tensors are listed trained ones first, frozen ones then; what is said here of its layers' order is true
/// only where none is frozen. So layers that could be taken for one another are not matched by order.
/// </remarks>
internal static class KerasInOrder
{
    /// <exception cref="ArgumentException">The counts differ, or layers could be taken for one another.</exception>
    public static Dictionary<string, KerasLeaf> Match(
        NetworkDefinition definition, Layer[] wanted, ImmutableArray<KerasLeaf> given)
    {
        if (wanted.Length != given.Length)
        {
            var at = wanted.Zip(given).TakeWhile(pair => KerasFit.Is(pair.First, pair.Second.Layer)).Count();
            throw new ArgumentException(
                $"The network has {wanted.Length} layers with weights, the file {given.Length}; "
                + $"the first that differ are {Name([.. wanted], at)} of the network and "
                + $"{Name([.. given.Select(leaf => leaf.Layer)], at)} of the file.");
        }

        if (Mistakable(definition, given) is var (one, other))
        {
            throw new ArgumentException(
                $"By order '{one.Layer.Name}' and '{other.Layer.Name}' of the file could be taken for one another: "
                + $"both have {one.Signature}, and Keras does not list layers in the network's order where some are of "
                + $"a model within the model, '{given.First(leaf => leaf.IsNested).Group}'. Match by name: give the "
                + "network's layers the file's names, "
                + $"{string.Join(", ", given.Select(leaf => $"'{leaf.Layer.Name}'"))}.");
        }

        return wanted.Zip(given).ToDictionary(
            pair => pair.First.Name, pair => pair.Second, StringComparer.Ordinal);
    }

    // In a chain all that can change places are the layers of one inner model.
    private static (KerasLeaf, KerasLeaf)? Mistakable(NetworkDefinition definition, ImmutableArray<KerasLeaf> given)
    {
        if (!given.Any(leaf => leaf.IsNested)) return null;
        var isChain = definition.Layers.All(layer => layer.Inputs.Length <= 1);
        foreach (var alike in given.GroupBy(leaf => leaf.Signature, StringComparer.Ordinal))
        {
            var leaves = alike.OrderByDescending(leaf => leaf.IsNested).ToArray();
            if (isChain)
            {
                leaves = leaves.Where(leaf => leaf.IsNested)
                    .GroupBy(leaf => leaf.Group, StringComparer.Ordinal).MaxBy(group => group.Count())?.ToArray() ?? [];
            }

            if (leaves.Length > 1) return (leaves[0], leaves[1]);
        }

        return null;
    }

    private static string Name(object[] layers, int at) => at < layers.Length ? $"'{layers[at]}'" : "none";
}
