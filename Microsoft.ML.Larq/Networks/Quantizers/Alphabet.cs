namespace Microsoft.ML.Larq.Networks;

/// <summary>The values that a quantizer's output takes; precision alone cannot tell ±1 from 0/1.</summary>
public enum Alphabet
{
    /// <summary>−1 and +1.</summary>
    Signs,

    /// <summary>0 and 1.</summary>
    ZeroOne,

    /// <summary>−1, 0 and +1.</summary>
    Ternary,

    /// <summary>2ᵏ evenly spaced levels.</summary>
    KBit,

    /// <summary>Any real number, a scaled sign among them.</summary>
    Real,
}
