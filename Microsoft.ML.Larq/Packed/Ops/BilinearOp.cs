using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>An image enlarged with bilinear interpolation.</summary>
internal sealed class BilinearOp(
    TensorShape image, BilinearOp.Tap[] rows, BilinearOp.Tap[] columns, FloatSlot input, FloatSlot output)
    : PackedOp(output, input)
{
    public TensorShape Image => image;

    public Tap[] Rows => rows;

    public Tap[] Columns => columns;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (UpSampling2DLayer)layer.Layer.Kind;
        layer.Report(false, "real numbers", nameof(BilinearOp));
        return layer.Finish(new BilinearOp(
            layer.Shape, Taps(layer.Shape[0], kind.Size[0]), Taps(layer.Shape[1], kind.Size[1]),
            layer.Floats(), layer.Output()));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(Arena arena)
    {
        var from = arena[input];
        var to = arena[output];
        var (width, channels) = (image[1], image[2]);
        foreach (var row in rows)
        {
            foreach (var column in columns)
            {
                for (var c = 0; c < channels; c++)
                {
                    var above = column.Mix(from, row.First * width, channels, c);
                    var below = column.Mix(from, row.Second * width, channels, c);
                    to[c] = ((1 - row.Share) * above) + (row.Share * below);
                }

                to = to[channels..];
            }
        }
    }

    private static Tap[] Taps(int length, int factor) => [.. Enumerable.Range(0, length * factor).Select(i =>
    {
        var place = Math.Max(((i + 0.5f) / factor) - 0.5f, 0);
        var first = Math.Min((int)place, length - 1);
        return new Tap(first, Math.Min(first + 1, length - 1), place - first);
    })];

    /// <summary>Two neighbouring cells along an axis, and the second's share.</summary>
    internal readonly record struct Tap(int First, int Second, float Share)
    {
        public float Mix(ReadOnlySpan<float> from, int row, int channels, int channel) =>
            ((1 - Share) * from[((row + First) * channels) + channel])
            + (Share * from[((row + Second) * channels) + channel]);
    }
}
