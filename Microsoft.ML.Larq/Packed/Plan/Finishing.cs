using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>What becomes of a layer's sums, and where it goes.</summary>
/// <param name="Finish">What becomes of them.</param>
/// <param name="Output">Where the numbers go.</param>
/// <param name="Shortcut">What is added to them last; null for nothing.</param>
internal sealed record Finishing(SumFinish Finish, FloatSlot Output, FloatSlot? Shortcut = null)
{
    /// <summary>What the layer reads, given its input.</summary>
    public Slot[] Reads(Slot input) => Shortcut is null ? [input] : [input, Shortcut];

    /// <summary>This and what the operation that reads it does; null where they do not go together.</summary>
    /// <param name="reader">The operation.</param>
    /// <param name="filters">Filters of the layer.</param>
    public Finishing? With(PackedOp reader, int filters) =>
        Shortcut is null && reader is IFinishingOp next ? next.Behind(this, filters) : null;
}

/// <summary>An operation that a layer with a kernel can do to its sums at once.</summary>
internal interface IFinishingOp
{
    /// <summary>What becomes of the layer's sums, this included; null where they do not go together.</summary>
    /// <param name="layer">What becomes of the sums; nothing is added to them last.</param>
    /// <param name="filters">Filters of the layer.</param>
    Finishing? Behind(Finishing layer, int filters);
}
