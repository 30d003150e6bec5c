namespace Microsoft.ML.Larq.Networks;

/// <summary>What a <see cref="DoReFaQuantizer"/> quantizes.</summary>
public enum DoReFaMode
{
    /// <summary>Values from 0 to 1, the rest clipped; Larq's <c>"activations"</c>.</summary>
    Activations,

    /// <summary>Any values, squeezed by tanh and scaled to the largest; Larq's <c>"weights"</c>.</summary>
    Weights,
}
