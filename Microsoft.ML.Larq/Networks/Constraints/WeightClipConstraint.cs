using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Larq's <c>weight_clip</c>: w ← min(max(w, −c), c).</summary>
/// <remarks>Keeps latent weights inside the window in which their quantizer's gradient passes.</remarks>
internal sealed record WeightClipConstraint : WeightConstraint
{
    internal static readonly AliasRow<WeightConstraint> Row = new(
        "weight_clip", call => new WeightClipConstraint(call.Take("clip_value", 1f)), "WeightClip");

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

    private protected override string Describe() => AliasCall.Spell(Row.Alias, ("clip_value", ClipValue, 1f));
}

public abstract partial record WeightConstraint
{
    /// <inheritdoc cref="WeightClipConstraint"/>
    /// <param name="clipValue">The largest magnitude, above 0; default 1.</param>
    public static WeightConstraint WeightClip(float clipValue = 1f) => new WeightClipConstraint(clipValue);
}
