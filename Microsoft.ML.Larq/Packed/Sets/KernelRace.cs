using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Packed.Sets;

/// <summary>
/// Which of two sets is the faster on this machine, where neither its maker nor its features tell: found out by a small
/// layer. What a set computes is the same in all, so that nothing but time depends on it.
/// </summary>
internal static class KernelRace
{
    private const int Side = 14;
    private const int Channels = 128;
    private const int Turns = 7;

    /// <summary>Whether the one takes no longer than the other; some hundred microseconds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsAsFast(KernelSet one, KernelSet other)
    {
        var (ours, theirs) = (Layer(one), Layer(other));
        var (least, leastOfOther) = (long.MaxValue, long.MaxValue);

        // What else the machine does makes a turn longer, never shorter.
        for (var turn = 0; turn < Turns; turn++)
        {
            least = Math.Min(least, Ticks(ours));
            leastOfOther = Math.Min(leastOfOther, Ticks(theirs));
        }

        return least <= leastOfOther;
    }

    private static long Ticks(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetTimestamp() - start;
    }

    private static Action Layer(KernelSet set)
    {
        var image = new TensorShape(Side, Side, Channels);
        var shape = new ConvolutionShape(
            Side, Side, Channels, Channels, 1, Window2D.Of(image, 3, Size2D.One, Size2D.One, PadMode.Same));
        var weights = new float[shape.Taps * Channels * Channels];
        for (var i = 0; i < weights.Length; i++) weights[i] = i % 3 == 0 ? -1 : 1;
        var convolution = set.Convolution(shape, weights, 1);
        var signs = new ulong[set.Format.WordsOf(image.Size, convolution.InputRun)];
        var scratch = new ulong[convolution.ScratchWords];
        var (finish, output) = (new SumFinish([], ActivationFunction.Linear), new float[image.Size]);
        return () => convolution.Run(signs, scratch, finish, output);
    }
}
