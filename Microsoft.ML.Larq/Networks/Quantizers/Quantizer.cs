using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// Names a quantizer, with its parameters, precision and alphabet; the one way to say which quantizer a layer uses.
/// </summary>
/// <remarks>
/// Larq's string aliases convert to it, with or without arguments: <c>"ste_sign"</c>, <c>"ste_sign(clip_value=1.25)"</c>.
/// </remarks>
[JsonConverter(typeof(QuantizerConverter))]
public abstract partial record Quantizer
{
    private static readonly AliasTable<Quantizer> Table = new(
        "quantizer",
        SteSignQuantizer.Row,
        ApproxSignQuantizer.Row);

    private protected Quantizer()
    {
    }

    /// <summary>Larq's alias, for example <c>ste_sign</c>.</summary>
    public abstract string Alias { get; }

    /// <summary>Bits that one output value needs.</summary>
    public abstract int Precision { get; }

    /// <summary>The values that the output takes.</summary>
    public abstract Alphabet Alphabet { get; }

    /// <summary>
    /// The |x| beyond which a latent weight no longer receives a gradient, and to which it is worth clipping it;
    /// null where there is none.
    /// </summary>
    public virtual float? Window => null;

    /// <summary>Computes the forward function.</summary>
    /// <param name="values">What to quantize.</param>
    /// <param name="shape">Its shape; for a kernel height, width, input channels, output channels, or inputs, outputs.</param>
    /// <param name="quantized">Where the result goes; may be <paramref name="values"/> itself.</param>
    public abstract void Quantize(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized);

    /// <summary>Reads an alias.</summary>
    /// <param name="alias">For example <c>ste_sign(clip_value=1.25)</c>.</param>
    /// <exception cref="ArgumentException">The alias or an argument is unknown; the message lists what is known.</exception>
    public static Quantizer Parse(string alias) => Table.Parse(alias);

    /// <summary>Reads an alias; null stays null.</summary>
    /// <param name="alias">For example <c>ste_sign</c>.</param>
    [return: NotNullIfNotNull(nameof(alias))]
    public static implicit operator Quantizer?(string? alias) => alias is null ? null : Parse(alias);

    /// <summary>The alias with its arguments; <see cref="Parse"/> reads it back to an equal value.</summary>
    public sealed override string ToString() => Describe();

    private protected abstract string Describe();
}

internal sealed class QuantizerConverter() : AliasConverter<Quantizer>(Quantizer.Parse);
