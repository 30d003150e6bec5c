namespace Microsoft.ML.Larq.Metrics;

/// <summary>What a quantizer quantizes.</summary>
[Flags]
public enum QuantizerRole
{
    /// <summary>A layer's kernel.</summary>
    Kernel = 1,

    /// <summary>A layer's input.</summary>
    Input = 2,

    /// <summary>What a layer gives: the quantizer is an activation, or a layer of its own.</summary>
    Activation = 4,
}
