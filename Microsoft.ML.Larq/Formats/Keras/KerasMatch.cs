using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Formats;

/// <summary>What one layer of the network got.</summary>
public sealed record KerasMatch
{
    internal KerasMatch(string layer, string? kerasLayer, int weights, bool? isQuantized) =>
        (Layer, KerasLayer, Weights, IsQuantized) = (layer, kerasLayer, weights, isQuantized);

    /// <summary>The network's layer.</summary>
    public string Layer { get; }

    /// <summary>The file's layer; null where it has none for it.</summary>
    public string? KerasLayer { get; }

    /// <summary>How many weights were taken over.</summary>
    public int Weights { get; }

    /// <summary>
    /// Whether its quantized kernels already have the values that their quantizers give, as after saving in Larq's
    /// <c>quantized_scope</c>; false where they are latent, null where it has no quantized kernel.
    /// </summary>
    public bool? IsQuantized { get; }

    /// <summary>One line: the layer, where its weights came from, whether its kernel is binary already.</summary>
    public override string ToString() => VisibleText.Of(KerasLayer is null
        ? $"{Layer}: NOT in the file; it starts from what was given"
        : $"{Layer} ← {KerasLayer}, {Weights} weights{IsQuantized switch
        {
            true => ", kernel already quantized",
            false => ", kernel latent",
            null => "",
        }}");
}
