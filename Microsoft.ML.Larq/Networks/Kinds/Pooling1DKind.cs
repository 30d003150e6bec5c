using Microsoft.ML.Larq.Networks.Budget;
using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What the poolings of sequences share: a window, its steps and what happens at the border.</summary>
public abstract record Pooling1DKind : LayerKind
{
    private protected Pooling1DKind()
    {
    }

    /// <summary>Steps that the window covers.</summary>
    public required int PoolSize { get; init; }

    /// <summary>Steps from one output to the next; null for the window's own size.</summary>
    public int? Strides { get; init; }

    /// <summary>What happens at the border.</summary>
    public Padding Padding { get; init; }

    internal Window2D WindowOver(TensorShape sequence) =>
        Window2D.Of(sequence, PoolSize, Strides ?? PoolSize, 1, Padding);

    internal override MacRule MacRule => MacRule.None;

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        new WindowCost(inputs[0], WindowOver(inputs[0])) { Filters = output.Channels }.Pooling();

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var sequence = inputs.Sequence;
        inputs.Positive("pool size", PoolSize);
        inputs.Positive("strides", Strides ?? PoolSize);
        inputs.Border(Padding);
        return inputs.WindowedSequence(WindowOver(sequence), sequence.Channels);
    }
}
