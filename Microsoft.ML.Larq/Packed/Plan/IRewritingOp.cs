namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>An operation that together with those around it may be done by others at less cost.</summary>
internal interface IRewritingOp
{
    /// <summary>What is done instead; null where all stays as it is.</summary>
    /// <param name="plan">The operations around it.</param>
    Rewriting? Rewrite(OpList plan);
}

/// <summary>What is done instead of some operations. Whatever others read of them is written as before.</summary>
/// <param name="Instead">What comes in the place of the one that was asked, at least one.</param>
/// <param name="Without">The others that go.</param>
/// <param name="Told">What becomes of the line that the report has of the one that was asked; null for nothing.</param>
internal sealed record Rewriting(
    PackedOp[] Instead, PackedOp[] Without, Func<PackedLayer, PackedLayer>? Told = null);
