using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Counts what a network takes, layer by layer, and stops at the first that is too much.</summary>
/// <remarks>Time and memory grow with the layers and their inputs alone, whatever their shapes are.</remarks>
internal static class NetworkCost
{
    // Whoever reads rows and scores has copies of them.
    private const int KeptByReaders = 3;

    // Beside its numbers: its place in the file's header, its name, and what is made of it.
    private const int BytesAWeight = 2048;

    /// <summary>Requires that a network that was read from somewhere stays within a budget.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="budget">The budget; null for <see cref="NetworkBudget.Current"/>.</param>
    /// <param name="weightBytes">
    /// Bytes that the weights take in the file; null (default) where none are read with it, so that none are counted.
    /// </param>
    /// <exception cref="FormatException">It does not; the message names the layer, the budget and the cost.</exception>
    public static void Require(NetworkDefinition definition, NetworkBudget? budget = null, long? weightBytes = null)
    {
        budget ??= NetworkBudget.Current;
        var mostWeights = weightBytes is { } stored
            ? Int128.Max(budget.WeightBytes, (Int128)budget.WeightGrowth * stored)
            : Int128.MaxValue;
        var ends = LastReaders(definition);
        var sum = default(LayerCost);
        Int128 alive = 0, weights = 0;
        foreach (var (place, layer) in definition.Layers.Index())
        {
            var cost = layer.Kind.Cost(layer.InputShapes, layer.OutputShape);
            sum += cost with
            {
                MultiplyAdds = cost.MultiplyAdds
                    + LayerCost.Activating(ActivationOf(layer.Kind), layer.OutputShape),
            };
            alive += layer.OutputShape.Size + cost.Tables;
            if (layer == definition.Input || layer == definition.Output)
                alive += KeptByReaders * (Int128)layer.OutputShape.Size;
            foreach (var spec in layer.Weights) weights += BytesAWeight + (sizeof(float) * (Int128)spec.Shape.Size);
            Check(layer, nameof(budget.Activations), budget.Activations, alive + cost.Scratch,
                "numbers of a row at the same time");
            Check(layer, nameof(budget.MultiplyAdds), budget.MultiplyAdds, sum.MultiplyAdds, "multiply-adds a row");
            Check(layer, nameof(budget.Operations), budget.Operations, sum.Operations, "operations");
            Check(layer, nameof(budget.WeightBytes), mostWeights, weights + (sizeof(float) * sum.Filling),
                $"bytes of weights, which have {weightBytes} in the file");
            foreach (var end in ends[place]) alive -= end.OutputShape.Size;
        }
    }

    private static ActivationFunction ActivationOf(LayerKind kind) =>
        kind is BiasedKind biased ? biased.Activation : ActivationFunction.Linear;

    // For every layer, those whose outputs it reads last.
    private static List<Layer>[] LastReaders(NetworkDefinition definition)
    {
        var ends = new List<Layer>[definition.Layers.Length];
        var seen = new HashSet<string>(StringComparer.Ordinal) { definition.Output.Name };
        for (var place = ends.Length - 1; place >= 0; place--)
        {
            ends[place] = [];
            foreach (var input in definition.Layers[place].Inputs)
            {
                if (seen.Add(input)) ends[place].Add(definition[input]);
            }
        }

        return ends;
    }

    private static void Check(Layer layer, string property, Int128 most, Int128 wanted, string what)
    {
        if (wanted <= most) return;
        throw new FormatException(
            $"Up to layer '{layer.Name}' ({layer.Kind.ClassName}) the network takes {wanted} {what}, the budget "
            + $"{nameof(NetworkBudget)}.{property} is {most}: {nameof(NetworkBudget)} says how a larger one is given.");
    }
}
