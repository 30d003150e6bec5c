using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// Where the values of a tensor lie for each pixel of a larger one along whose axes of length 1 it repeats.
/// </summary>
/// <remarks>
/// A pixel is all that one index of every axis but the last leaves. A place is worked out when it is asked for: a table
/// would be as large as the larger tensor.
/// </remarks>
internal sealed class Broadcast
{
    private readonly (int Length, int Step)[] _axes;
    private readonly int _channels;

    /// <param name="shape">Of the tensor; of the rank of <paramref name="whole"/>, its dimensions equal or 1.</param>
    /// <param name="whole">Of what it is repeated to.</param>
    public Broadcast(TensorShape shape, TensorShape whole)
    {
        Repeats = shape.Channels != whole.Channels;
        _channels = shape.Channels;
        var axes = new List<(int Length, int Step)>();
        var step = shape.Channels;
        for (var axis = whole.Rank - 2; axis >= 0; axis--)
        {
            axes.Add((whole[axis], shape[axis] == 1 ? 0 : step));
            step *= shape[axis];
        }

        // Where nothing repeats, and where all pixels have the same place, no axis is looked at.
        Axes = [.. axes];
        IsWhole = axes.TrueForAll(axis => axis.Step > 0 || axis.Length == 1);
        _axes = axes.TrueForAll(axis => axis.Step == 0 || axis.Length == 1) ? [] : [.. axes];
    }

    /// <summary>Whether one value serves all channels of a pixel.</summary>
    public bool Repeats { get; }

    /// <summary>
    /// Of every axis but that of the channels, from the last to the first: its length, and values to its next index.
    /// </summary>
    public (int Length, int Step)[] Axes { get; }

    private bool IsWhole { get; }

    /// <summary>The first value of a pixel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Start(int pixel)
    {
        if (IsWhole) return pixel * _channels;
        var start = 0;
        foreach (var (length, step) in _axes)
        {
            (pixel, var at) = Math.DivRem(pixel, length);
            start += at * step;
        }

        return start;
    }
}
