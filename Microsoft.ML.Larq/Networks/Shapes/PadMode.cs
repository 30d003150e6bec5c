namespace Microsoft.ML.Larq.Networks;

/// <summary>What a convolution or pooling window does at the border.</summary>
public enum PadMode
{
    /// <summary>The window stays inside: out = ⌊(in − (k−1)·d − 1) / s⌋ + 1.</summary>
    Valid,

    /// <summary>TensorFlow's <c>same</c>: out = ⌈in / s⌉; what is added goes half before, the odd one after.</summary>
    Same,

    /// <summary>
    /// Sequences alone: (k−1)·d zeros before the first step and none after the last, so that no output sees a later
    /// step; out = ⌈in / s⌉.
    /// </summary>
    Causal,
}
