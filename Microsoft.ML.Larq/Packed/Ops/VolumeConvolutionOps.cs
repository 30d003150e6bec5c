using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// A convolution of volumes. Each plane of the output is the sum, tap by tap of the kernel's depth, of the sums over
/// planes, each in its own order; integers of ±1 are exact. A tap outside is left out for pad 0, otherwise it adds a
/// constant to each filter.
/// </summary>
internal abstract class VolumeConvolutionOp(
    Slot input, int taps, int scratch, Volume volume, float[][] outside, SumFinish finish, FloatSlot output)
    : PackedOp(output, input)
{
    protected static readonly SumFinish Nothing = new([], Networks.ActivationFunction.Linear);

    private readonly int _size = output.Length / volume.Depth.Output;

    protected int Planes => volume.Planes;

    public override int ScratchWords => checked(scratch + ((_size + 1) / 2));

    public override void Run(Arena arena)
    {
        var sums = MemoryMarshal.Cast<ulong, float>(arena.Scratch[scratch..])[.._size];
        for (var z = 0; z < volume.Depth.Output; z++)
        {
            var plane = arena[output].Slice(z * _size, _size);
            plane.Clear();
            for (var tap = 0; tap < taps; tap++)
            {
                var from = (z * volume.Stride) - volume.Depth.Before + (tap * volume.Dilation);
                if (from >= 0 && from < volume.Planes)
                {
                    Plane(arena, from, tap, sums);
                    VectorArithmetic.Add(plane, sums);
                }
                else if (outside.Length > 0)
                {
                    VectorArithmetic.AddRows(plane, outside[tap]);
                }
            }

            finish.Run(plane);
        }
    }

    /// <summary>The sums over one plane of the input.</summary>
    protected abstract void Plane(Arena arena, int plane, int tap, Span<float> sums);
}

/// <summary>Numbers with numbers or signs.</summary>
internal sealed class FloatVolumeOp(
    FloatSlot input, FloatConvolution[] taps, Volume volume, float[][] outside, SumFinish finish, FloatSlot output)
    : VolumeConvolutionOp(input, taps.Length, taps[0].ScratchWords, volume, outside, finish, output)
{
    protected override void Plane(Arena arena, int plane, int tap, Span<float> sums)
    {
        var size = input.Length / Planes;
        taps[tap].Run(arena[input].Slice(plane * size, size), arena.Scratch, sums);
    }
}

/// <summary>Signs with signs.</summary>
internal sealed class BinaryVolumeOp(
    WordSlot input, BinaryConvolution[] taps, Volume volume, float[][] outside, SumFinish finish, FloatSlot output)
    : VolumeConvolutionOp(input, taps.Length, taps[0].ScratchWords, volume, outside, finish, output)
{
    protected override void Plane(Arena arena, int plane, int tap, Span<float> sums)
    {
        var size = input.Length / Planes;
        taps[tap].Run(arena[input].Slice(plane * size, size), arena.Scratch, Nothing, sums);
    }
}
