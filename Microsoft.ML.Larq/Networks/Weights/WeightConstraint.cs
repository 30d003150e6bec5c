using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What is done to a latent kernel after every optimizer step.</summary>
[JsonConverter(typeof(WeightConstraintConverter))]
public abstract record WeightConstraint
{
    private static readonly AliasTable<WeightConstraint> Table = new("kernel constraint", WeightClipConstraint.Row);

    private protected WeightConstraint()
    {
    }

    /// <inheritdoc cref="WeightClipConstraint"/>
    /// <param name="clipValue">The largest magnitude, above 0; default 1.</param>
    public static WeightConstraint WeightClip(float clipValue = 1f) => new WeightClipConstraint(clipValue);

    /// <summary>Reads an alias.</summary>
    /// <param name="alias">For example <c>weight_clip(clip_value=1.25)</c>.</param>
    /// <exception cref="ArgumentException">
    /// The alias or an argument is unknown; the message lists what is known.
    /// </exception>
    public static WeightConstraint Parse(string alias) => Table.Parse(alias);

    /// <summary>Reads an alias; null stays null.</summary>
    /// <param name="alias">For example <c>weight_clip</c>.</param>
    [return: NotNullIfNotNull(nameof(alias))]
    public static implicit operator WeightConstraint?(string? alias) => alias is null ? null : Parse(alias);

    /// <summary>The alias with its arguments; <see cref="Parse"/> reads it back to an equal value.</summary>
    public sealed override string ToString() => Describe();

    private protected abstract string Describe();
}

/// <summary>Larq's <c>weight_clip</c>: w ← min(max(w, −c), c).</summary>
/// <remarks>Keeps latent weights inside the window in which their quantizer's gradient passes.</remarks>
public sealed record WeightClipConstraint : WeightConstraint
{
    internal static readonly AliasRow<WeightConstraint> Row = new(
        "weight_clip", "'clip_value'", call => new WeightClipConstraint(call.Take("clip_value", 1f)))
    {
        ClassNames = ["WeightClip"],
    };

    /// <summary>Creates the constraint.</summary>
    /// <param name="clipValue">The largest magnitude, above 0; default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The clip value is not a finite number above 0.</exception>
    public WeightClipConstraint(float clipValue = 1f)
    {
        if (!(clipValue > 0 && float.IsFinite(clipValue)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(clipValue), clipValue, "Constraint 'weight_clip': clip_value is a finite number above 0.");
        }

        ClipValue = clipValue;
    }

    /// <summary>The largest magnitude that is left.</summary>
    public float ClipValue { get; }

    private protected override string Describe() =>
        ClipValue == 1f ? "weight_clip" : $"weight_clip(clip_value={AliasCall.Spell(ClipValue)})";
}

internal sealed class WeightConstraintConverter() : AliasConverter<WeightConstraint>(WeightConstraint.Parse);
