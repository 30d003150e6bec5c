using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Formats;

/// <summary>What one layer of the network got.</summary>
/// <param name="Layer">The network's layer.</param>
/// <param name="KerasLayer">The file's layer; null where it has none for it.</param>
/// <param name="Weights">How many weights were taken over.</param>
/// <param name="IsQuantized">
/// Whether its quantized kernels already have the values that their quantizers give, as after saving in Larq's
/// <c>quantized_scope</c>; false where they are latent, null where it has no quantized kernel.
/// </param>
public sealed record KerasMatch(string Layer, string? KerasLayer, int Weights, bool? IsQuantized)
{
    /// <summary>The network's layer.</summary>
    public string Layer
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Layer));
    } = Layer ?? throw new ArgumentNullException(nameof(Layer));

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
