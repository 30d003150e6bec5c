using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>Stands for training rows that are still to be read: one bit a column.</summary>
internal sealed class UnseenColumns : IColumnBits
{
    public int Rows => 0;

    public int GradedColumns => 1;

    public ImmutableArray<int> BitsOf(ImmutableArray<int> slots, int most, int total) => [.. slots.Select(_ => 1)];
}
