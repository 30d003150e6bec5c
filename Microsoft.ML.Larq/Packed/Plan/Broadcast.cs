using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// Where the values of a tensor lie for each pixel of a larger one along whose axes of length 1 it repeats.
/// </summary>
/// <remarks>A pixel is all that one index of every axis but the last leaves.</remarks>
internal sealed class Broadcast
{
    private readonly int[] _starts;

    /// <param name="shape">Of the tensor; of the rank of <paramref name="whole"/>, its dimensions equal or 1.</param>
    /// <param name="whole">Of what it is repeated to.</param>
    public Broadcast(TensorShape shape, TensorShape whole)
    {
        Repeats = shape.Channels != whole.Channels;
        var starts = new List<int> { 0 };
        for (var axis = 0; axis < whole.Rank - 1; axis++)
        {
            // Row-major: each start so far is followed along this axis, where the tensor has one.
            starts = [.. starts.SelectMany(start => Enumerable.Range(0, whole[axis])
                .Select(i => shape[axis] == 1 ? start : (start * shape[axis]) + i))];
        }

        _starts = [.. starts.Select(start => start * shape.Channels)];
    }

    /// <summary>Whether one value serves all channels of a pixel.</summary>
    public bool Repeats { get; }

    /// <summary>The first value of a pixel.</summary>
    public int Start(int pixel) => _starts[pixel];
}
