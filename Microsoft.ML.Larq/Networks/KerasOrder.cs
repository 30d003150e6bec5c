using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Networks;

/// <summary>The order in which Keras lists and saves a functional model's layers; not that of their creation.</summary>
/// <remarks>
/// By depth, which is the longest way to the output, the deepest first; layers of one depth in the order in which a
/// walk from the output meets them, each layer before its inputs and those from left to right. Source: Keras'
/// <c>_map_graph_network</c>. A layer that is called as the one before it with an ending of <see cref="Parts"/>,
/// <c>dense.activation</c>, is part of that one in Keras and adds no depth.
/// </remarks>
internal static class KerasOrder
{
    /// <summary>An activation that is a layer of its own here.</summary>
    public const string Activation = "activation";

    /// <summary>The axes that a global pooling keeps.</summary>
    public const string KeepDims = "keepdims";

    private static readonly string[] Parts = [Activation, KeepDims];

    /// <summary>The network's layers in that order.</summary>
    public static ImmutableArray<Layer> Of(NetworkDefinition definition) =>
        [.. Of(definition.Output.Name, name => definition[name].Inputs, name => IsPart(definition[name]))
            .Select(name => definition[name])];

    /// <summary>The same for any graph of names.</summary>
    public static IReadOnlyList<string> Of(
        string output, Func<string, IReadOnlyList<string>> inputs, Predicate<string>? isPart = null)
    {
        var met = new Dictionary<string, int>(StringComparer.Ordinal);
        var finished = new List<string>();
        Walk(output, inputs, met, finished);

        // A layer is finished after all that it reads, so backwards every reader comes before what it reads.
        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in Enumerable.Reverse(finished))
        {
            var depth = depths[name] = depths.GetValueOrDefault(name);
            if (isPart?.Invoke(name) != true) depth++;
            foreach (var input in inputs(name)) depths[input] = Math.Max(depths.GetValueOrDefault(input), depth);
        }

        return [.. finished.OrderByDescending(name => depths[name]).ThenBy(name => met[name])];
    }

    private static bool IsPart(Layer layer) =>
        layer.Inputs is [var input] && Parts.Any(ending => layer.Name == $"{input}.{ending}");

    // Networks can be deeper than a stack of calls is high.
    private static void Walk(
        string output, Func<string, IReadOnlyList<string>> inputs, Dictionary<string, int> met, List<string> finished)
    {
        var open = new Stack<(string Name, int Next)>();
        met.Add(output, 0);
        open.Push((output, 0));
        while (open.TryPop(out var current))
        {
            var list = inputs(current.Name);
            if (current.Next == list.Count)
            {
                finished.Add(current.Name);
                continue;
            }

            open.Push((current.Name, current.Next + 1));
            if (met.TryAdd(list[current.Next], met.Count)) open.Push((list[current.Next], 0));
        }
    }
}
