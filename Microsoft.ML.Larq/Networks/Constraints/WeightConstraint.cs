using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What is done to a latent weight after every optimizer step; Larq's and Keras' names and formulas.</summary>
/// <remarks>
/// Norms are √Σw² along axes of Keras' layout, (inputs, outputs) or (height, width, inputs, outputs); <c>[0, 1, 2]</c>
/// gives each filter of a two-dimensional convolution one norm. Keras: <c>keras.constraints</c>.
/// </remarks>
[JsonConverter(typeof(WeightConstraintConverter))]
public abstract partial record WeightConstraint
{
    private static readonly AliasTable<WeightConstraint> Table = new(
        "kernel constraint",
        WeightClipConstraint.Row,
        MaxNormConstraint.Row,
        NonNegConstraint.Row,
        UnitNormConstraint.Row,
        MinMaxNormConstraint.Row);

    private protected WeightConstraint()
    {
    }

    internal static WeightConstraint Parse(string alias) => Table.Parse(alias);

    /// <summary>Reads an alias; null stays null.</summary>
    /// <param name="alias">For example <c>weight_clip(clip_value=1.25)</c>.</param>
    /// <exception cref="ArgumentException">
    /// The alias or an argument is unknown; the message lists what is known.
    /// </exception>
    [return: NotNullIfNotNull(nameof(alias))]
    public static implicit operator WeightConstraint?(string? alias) => alias is null ? null : Parse(alias);

    /// <summary>The alias with its arguments, which converts back to an equal value.</summary>
    public sealed override string ToString() => Describe();

    /// <summary>What is wrong with a weight of that shape; null where nothing is.</summary>
    internal virtual string? Misfit(TensorShape shape) => null;

    /// <summary>The same for a weight that has so many axes more in front.</summary>
    internal virtual WeightConstraint Moved(int axes) => this;

    private protected abstract string Describe();
}

internal sealed class WeightConstraintConverter() : AliasConverter<WeightConstraint>(WeightConstraint.Parse);
