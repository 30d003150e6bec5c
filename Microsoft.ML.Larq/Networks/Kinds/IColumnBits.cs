using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>Knows the training rows while a network is built for them.</summary>
internal interface IColumnBits
{
    /// <summary>Rows that are trained on.</summary>
    int Rows { get; }

    /// <summary>Columns of the network's input that have more than two different values.</summary>
    int GradedColumns { get; }

    /// <summary>The bits that columns are worth.</summary>
    /// <param name="slots">Places in the network's input.</param>
    /// <param name="most">Most bits of a column, but for that of missing values.</param>
    /// <param name="total">Most bits of all columns, where it is more than one each.</param>
    ImmutableArray<int> BitsOf(ImmutableArray<int> slots, int most, int total);
}

/// <summary>Stands for training rows that are still to be read: one bit a column.</summary>
internal sealed class UnseenColumns : IColumnBits
{
    public int Rows => 0;

    public int GradedColumns => 1;

    public ImmutableArray<int> BitsOf(ImmutableArray<int> slots, int most, int total) => [.. slots.Select(_ => 1)];
}
