using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// Names a quantizer, with its parameters, precision and alphabet; the one way to say which quantizer a layer uses.
/// </summary>
/// <remarks>
/// Larq's string aliases convert to it, with or without arguments: <c>"ste_sign"</c>,
/// <c>"ste_sign(clip_value=1.25)"</c>.
/// </remarks>
[JsonConverter(typeof(QuantizerConverter))]
public abstract partial record Quantizer
{
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

    /// <summary>
    /// The names of the metrics that its module has, beside those that the options of a training hang onto it; none
    /// unless set. No part of equality: metrics change nothing that it computes.
    /// </summary>
    /// <remarks>In an alias: <c>ste_sign(metrics=['flip_ratio'])</c>.</remarks>
    /// <exception cref="ArgumentException">A name is of another form than metrics have.</exception>
    public IReadOnlyList<string> Metrics
    {
        get;
        init => field = MetricNamesOf(value);
    } = [];

    /// <summary>Whether a kernel's values are ±1 times one scale a filter, so that it can be kept as signs.</summary>
    internal virtual bool IsScaledSign => false;

    /// <summary>Computes the forward function.</summary>
    /// <remarks>
    /// The bits that the TorchSharp module gives on a CPU in single precision. Means and hyperbolic tangents are taken
    /// in double precision by both; where they fall on the two sides of a rounding, which takes a value within 10⁻¹⁵ of
    /// one, a scale may differ in its last bit, and a ternary or multi-bit value by a level.
    /// </remarks>
    /// <param name="values">What to quantize.</param>
    /// <param name="shape">Its shape; of a kernel height, width, input and output channels, or inputs, outputs.</param>
    /// <param name="quantized">Where the result goes; may be <paramref name="values"/> itself.</param>
    /// <exception cref="ArgumentException">
    /// There is no shape, or other numbers of values than it has, or too little room for the result.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A quantizer of one's own has trained parameters, whose values a layer alone knows.
    /// </exception>
    public void Quantize(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized)
    {
        if (shape.Rank == 0) throw new ArgumentException("The shape has no dimension.", nameof(shape));
        if (values.Length != shape.Size)
        {
            throw new ArgumentException(
                $"There are {shape.Size} values of shape {shape}, got {values.Length}.", nameof(values));
        }

        if (quantized.Length < values.Length)
        {
            throw new ArgumentException(
                $"The result needs room for {values.Length} values, got {quantized.Length}.", nameof(quantized));
        }

        Compute(values, shape, quantized);
    }

    /// <summary>Reads an alias.</summary>
    /// <param name="alias">For example <c>ste_sign(clip_value=1.25)</c>.</param>
    /// <exception cref="ArgumentException">The alias or an argument is unknown; the message lists what is.</exception>
    public static Quantizer Parse(string alias) => Table.Parse(alias);

    /// <summary>Reads an alias; null stays null.</summary>
    /// <param name="alias">For example <c>ste_sign</c>.</param>
    [return: NotNullIfNotNull(nameof(alias))]
    public static implicit operator Quantizer?(string? alias) => alias is null ? null : Parse(alias);

    /// <summary>Larq's classes of the library's quantizers.</summary>
    internal static IEnumerable<string> ClassNames => Table.ClassNames;

    /// <summary>Whether there is one of that alias or class.</summary>
    internal static bool Knows(string name) => Table.Knows(name);

    /// <summary>The alias with its arguments; <see cref="Parse"/> reads it back to an equal value.</summary>
    public sealed override string ToString() =>
        Metrics.Count == 0 ? Describe() : AliasCall.With(Describe(), $"metrics={AliasCall.Spelled(Metrics)}");

    /// <summary>Whether the other is of the same type; what a derived one has of its own, it compares too.</summary>
    /// <param name="other">The other.</param>
    public virtual bool Equals(Quantizer? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Whether a kernel is saved as its signs alone, one bit a weight.</summary>
    internal virtual bool IsKeptAsSigns => Alphabet == Alphabet.Signs;

    /// <summary>The parameters that are trained.</summary>
    internal virtual IReadOnlyList<QuantizerParameter> ParametersOf(TensorShape shape) => [];

    /// <summary>Computes the forward function with the trained parameters as they are.</summary>
    internal virtual void QuantizeWith(
        ReadOnlySpan<float> values, TensorShape shape, QuantizerValues parameters, Span<float> quantized) =>
        Compute(values, shape, quantized);

    /// <summary>The forward function, of values that fit.</summary>
    internal abstract void Compute(ReadOnlySpan<float> values, TensorShape shape, Span<float> quantized);

    /// <summary>Whether a file that names it could be read.</summary>
    /// <exception cref="ArgumentException">It could not; the message says what is missing.</exception>
    internal virtual void CheckReadable()
    {
    }

    private protected virtual string Describe() => Alias;

    private static string[] MetricNamesOf(IReadOnlyList<string> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var wrong = value.FirstOrDefault(name => name is null || !MetricName().IsMatch(name));
        return wrong is null && value.All(name => name is not null)
            ? [.. value.Distinct()]
            : throw new ArgumentException(
                $"A metric's name has lower-case letters, digits and '_', a letter first; got '{wrong}'.",
                nameof(value));
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,63}\z")]
    private static partial Regex MetricName();
}

internal sealed class QuantizerConverter() : AliasConverter<Quantizer>(Quantizer.Parse);
