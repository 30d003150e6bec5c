namespace Microsoft.ML.Larq.Networks;

/// <summary>Which parameters of a batch normalization over C channels a summary counts.</summary>
public enum ParameterConvention
{
    /// <summary>
    /// Folded, as it is scored: scale and offset merge with mean and variance, so 2·C remain, none of them trainable.
    /// </summary>
    Larq,

    /// <summary>All there are: γ and β where the layer has them, trainable; mean and variance, not trainable.</summary>
    Keras,
}
