namespace Microsoft.ML.Larq;

/// <summary>Finds networks in a model.</summary>
internal static class ModelSearch
{
    /// <summary>The only network, or the only one that learned a label.</summary>
    /// <exception cref="ArgumentException">There is none, or there are several.</exception>
    public static BinarizedNetworkTransformer Only(ITransformer model, string? label)
    {
        var all = In(model).Distinct().ToArray();
        var found = label is null ? all : [.. all.Where(network => network.LabelColumnName == label)];
        if (found.Length == 1) return found[0];
        var which = label is null ? "" : $" that learned column '{label}'";
        if (found.Length > 1)
        {
            throw new ArgumentException(
                $"The model has {found.Length} binarized networks{which}; they learned {Labels(found)}. "
                + (label is null ? "labelColumnName tells them apart." : "Look for them in the chain's transformers."));
        }

        throw new ArgumentException(all.Length == 0
            ? $"The model has no binarized network; it is {Parts(model)}."
            : $"The model has no binarized network{which}; there are those that learned {Labels(all)}.");
    }

    private static IEnumerable<BinarizedNetworkTransformer> In(ITransformer model) => model switch
    {
        BinarizedNetworkTransformer network => [network],
        IEnumerable<ITransformer> chain => chain.SelectMany(In),
        IPredictionTransformer<object> { Model: BinarizedNetworkTransformer network } => [network],
        _ => [],
    };

    private static string Labels(IEnumerable<BinarizedNetworkTransformer> networks) =>
        $"'{string.Join("', '", networks.Select(network => network.LabelColumnName))}'";

    private static string Parts(ITransformer model) => model is IEnumerable<ITransformer> chain
        ? $"a chain of {(chain.Any() ? string.Join(", ", chain.Select(Parts)) : "nothing")}"
        : model.GetType().Name.Split('`')[0];
}
