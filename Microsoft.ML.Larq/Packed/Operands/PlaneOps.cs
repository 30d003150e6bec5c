using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Packed.Operands;

/// <summary>Numbers with the other sign.</summary>
internal sealed class NegateOp(FloatSlot input, FloatSlot output) : PackedOp(output, input)
{
    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena)
    {
        arena.All(input).CopyTo(arena.All(output));
        VectorRows.Multiply(arena.All(output), -1);
    }
}

/// <summary>Every run of numbers twice.</summary>
internal sealed class TwiceOp(FloatSlot input, int run, FloatSlot output) : PackedOp(output, input)
{
    /// <summary>Numbers of a run.</summary>
    public int Length => run;

    public override void Run(Arena arena)
    {
        var to = arena[output];
        for (var from = arena[input]; !from.IsEmpty; from = from[run..], to = to[(2 * run)..])
        {
            from[..run].CopyTo(to);
            from[..run].CopyTo(to[run..]);
        }
    }
}

/// <summary>Numbers of several images to signs, every image from a word of its own on.</summary>
internal sealed class PackImagesOp(KernelSet kernels, FloatSlot input, int images, int run, WordSlot output)
    : PackedOp(output, input)
{
    /// <summary>Whether it takes in so many images of so many numbers.</summary>
    public bool Fits(int planes, int length) => images == planes && input.Length == length * images;

    public override void Run(Arena arena)
    {
        var (from, to) = (input.Length / images, output.Length / images);
        for (var i = 0; i < images; i++)
            kernels.Pack(arena[input].Slice(i * from, from), run, arena[output].Slice(i * to, to));
    }

    /// <summary>One image, given its numbers.</summary>
    public void Image(Arena arena, int row, int image, ReadOnlySpan<float> numbers)
    {
        var to = output.Length / images;
        kernels.Pack(numbers, run, arena.All(output).Slice((row * output.Length) + (image * to), to));
    }
}
