using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Ops;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>An operation that takes in what follows it.</summary>
internal interface IFoldingOp
{
    /// <summary>This and the operation that reads it in one; null where they do not go together.</summary>
    PackedOp? With(PackedOp reader);
}

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
    public Finishing? With(PackedOp reader, int filters) => reader switch
    {
        _ when Shortcut is not null => null,
        ActivationOp next when Finish.CanActivate => new(Finish.Then(next.Function), (FloatSlot)next.Writes),
        BatchNormalizationOp next when Finish.CanNormalize && next.Scale.Length == filters =>
            new(Finish.Then(next.Scale, next.Offset), (FloatSlot)next.Writes),
        AddOp next when next.Other(Output) is { } other => new(Finish, (FloatSlot)next.Writes, other),
        _ => null,
    };
}
