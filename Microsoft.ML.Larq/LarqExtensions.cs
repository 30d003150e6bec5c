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
        return ModelSearch.Only(model, labelColumnName);
    }
}
