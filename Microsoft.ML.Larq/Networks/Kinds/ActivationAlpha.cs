namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>α of the activations that have one.</summary>
internal static class ActivationAlpha
{
    /// <summary>α where nobody says it; null for a function without.</summary>
    public static float? Of(ActivationFunction function) => function switch
    {
        ActivationFunction.LeakyTanh => 0.2f,
        ActivationFunction.Elu => 1,
        _ => null,
    };

    /// <summary>The α of a function, or 0 where it has none.</summary>
    public static float Of(ActivationFunction function, float? given) => given ?? Of(function) ?? 0;
}
