namespace Microsoft.ML.Larq.Progress;

/// <summary>What histograms are of: put before the name that the quantizer's metrics have.</summary>
internal static class HistogramTags
{
    /// <summary>A kernel's latent weights.</summary>
    public const string Weights = "weights/";

    /// <summary>What the quantizer of an input or activation is given.</summary>
    public const string PreActivations = "pre_activations/";

    /// <summary>The gradient to either, as it leaves the quantizer.</summary>
    public const string Gradients = "gradients/";

    // Names of layers are far shorter.
    private const int Longest = 4096;

    /// <summary>A tag that begins with one of these.</summary>
    /// <exception cref="FormatException">It does not, or is too long.</exception>
    public static string Checked(string tag) =>
        tag.Length <= Longest && new[] { Weights, PreActivations, Gradients }.Any(kind =>
            tag.Length > kind.Length && tag.StartsWith(kind, StringComparison.Ordinal))
            ? tag
            : throw new FormatException("A histogram is of weights, pre-activations or gradients of a layer.");
}
