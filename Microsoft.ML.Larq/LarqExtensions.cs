using Microsoft.ML.Larq;

namespace Microsoft.ML;

/// <summary>Adds binarized neural networks to an <see cref="MLContext"/>.</summary>
public static class LarqExtensions
{
    /// <summary>The catalog of what this library offers.</summary>
    /// <param name="mlContext">The context.</param>
    /// <exception cref="ArgumentNullException"><paramref name="mlContext"/> is null.</exception>
    public static LarqCatalog Larq(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new LarqCatalog(mlContext);
    }

    /// <summary>
    /// The binarized network of a model, wherever it is: alone, in a chain or a chain's chain, in ML.NET's transformer
    /// of two classes, trained or loaded.
    /// </summary>
    /// <param name="model">The model, for example of a pipeline's <c>Fit</c> or of <c>mlContext.Model.Load</c>.</param>
    /// <param name="labelColumnName">
    /// The label that it learned, which tells several networks apart; null (default) where there is one.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="model"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no network, or none or several that learned the label; the message says what there is.
    /// </exception>
    public static BinarizedNetworkTransformer BinaryNet(this ITransformer model, string? labelColumnName = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Only(model, labelColumnName);
    }

    private static BinarizedNetworkTransformer Only(ITransformer model, string? labelColumnName)
    {
        var all = In(model).Distinct().ToArray();
        if (all.Length == 0)
            throw new ArgumentException($"The model has no binarized network; it is {Parts(model)}.", nameof(model));
        var found = labelColumnName is null
            ? all
            : [.. all.Where(network => network.LabelColumnName == labelColumnName)];
        if (found.Length == 1) return found[0];
        if (labelColumnName is null)
        {
            throw new ArgumentException(
                $"The model has {found.Length} binarized networks; they learned {Labels(found)}. labelColumnName tells "
                + "them apart.", nameof(labelColumnName));
        }

        throw new ArgumentException(
            $"The model has {(found.Length == 0 ? "no" : $"{found.Length}")} binarized "
            + $"network{(found.Length == 0 ? "" : "s")} that learned column '{labelColumnName}'; there are those that "
            + $"learned {Labels(all)}.", nameof(labelColumnName));
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
