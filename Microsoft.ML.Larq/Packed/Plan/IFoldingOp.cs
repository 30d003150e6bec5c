namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>An operation that takes in what follows it.</summary>
internal interface IFoldingOp
{
    /// <summary>This and the operation that reads it in one; null where they do not go together.</summary>
    Folded? With(PackedOp reader);
}

/// <summary>Two operations in one.</summary>
/// <param name="Op">It.</param>
/// <param name="How">
/// What the report adds to the first one's line; null where the second one's line says that it is part of the first.
/// </param>
internal sealed record Folded(PackedOp Op, string? How = null);
