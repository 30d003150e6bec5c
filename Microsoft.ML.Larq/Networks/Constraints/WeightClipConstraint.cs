using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks.Constraints;

/// <summary>Larq's <c>weight_clip</c>: w ← min(max(w, −c), c).</summary>
/// <remarks>Keeps latent weights inside the window in which their quantizer's gradient passes.</remarks>
internal sealed record WeightClipConstraint(float ClipValue = 1f) : WeightConstraint
{
    internal static readonly AliasRow<WeightConstraint> Row = new(
        "weight_clip", call => new WeightClipConstraint(call.Take("clip_value", 1f)), "WeightClip");

    /// <summary>The largest magnitude that is left.</summary>
    public float ClipValue { get; } = Argument.Positive(OwnerOf(Row), ClipValue);

    private protected override string Describe() => AliasCall.Spell(Row.Alias, ("clip_value", ClipValue, 1f));
}
