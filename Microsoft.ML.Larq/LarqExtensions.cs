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
}
