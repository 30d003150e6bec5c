namespace Microsoft.ML.Larq.Onnx.Graphs;

/// <summary>Puts the axes of constants in another order.</summary>
internal static class Permutation
{
    /// <summary>The order that brings the last of so many axes to the front.</summary>
    public static int[] LastFirst(int rank) => [rank - 1, .. Enumerable.Range(0, rank - 1)];

    /// <summary>The order that brings the first of so many axes to the end.</summary>
    public static int[] FirstLast(int rank) => [.. Enumerable.Range(1, rank - 1), 0];

    /// <summary>The elements of a tensor whose axes come in the order given.</summary>
    /// <param name="values">Row-major.</param>
    /// <param name="dimensions">Of the tensor as it is.</param>
    /// <param name="order">For each axis of the result, which axis it was.</param>
    public static T[] Of<T>(T[] values, int[] dimensions, int[] order)
    {
        var steps = new int[dimensions.Length];
        for (var (axis, step) = (dimensions.Length - 1, 1); axis >= 0; step *= dimensions[axis--]) steps[axis] = step;
        int[] sizes = [.. order.Select(axis => dimensions[axis])];
        int[] jumps = [.. order.Select(axis => steps[axis])];
        var (at, from) = (new int[order.Length], 0);
        var result = new T[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = values[from];
            for (var axis = order.Length - 1; axis >= 0; axis--)
            {
                from += jumps[axis];
                if (++at[axis] < sizes[axis]) break;
                from -= jumps[axis] * sizes[axis];
                at[axis] = 0;
            }
        }

        return result;
    }
}
