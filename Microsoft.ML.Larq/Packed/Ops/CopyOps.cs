using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// Compiles layers that only move numbers, with zeros where there were none. What goes where is a formula of a few
/// numbers, however large the output is.
/// </summary>
internal static class CopyOps
{
    // What the report calls all of them.
    private const string Name = "CopyOp";

    public static PackedTensor ZeroPadding1D(LayerCompiler layer) =>
        Pad(layer, 0, ((ZeroPadding1DLayer)layer.Layer.Kind).Before);

    public static PackedTensor ZeroPadding2D(LayerCompiler layer)
    {
        var kind = (ZeroPadding2DLayer)layer.Layer.Kind;
        return Pad(layer, kind.Top, kind.Left);
    }

    public static PackedTensor ChannelPadding(LayerCompiler layer) =>
        Channels(layer, ((ChannelPaddingLayer)layer.Layer.Kind).Before, Alphabet.Real);

    public static PackedTensor ChannelSlice(LayerCompiler layer) =>
        Channels(layer, -((ChannelSliceLayer)layer.Layer.Kind).Start, layer.Input.Alphabet);

    public static PackedTensor UpSampling1D(LayerCompiler layer) =>
        Repeat(layer, new Size2D(1, ((UpSampling1DLayer)layer.Layer.Kind).Size));

    public static PackedTensor UpSampling2D(LayerCompiler layer)
    {
        var kind = (UpSampling2DLayer)layer.Layer.Kind;
        return kind.Interpolation == Interpolation.Bilinear ? BilinearOp.Compile(layer) : Repeat(layer, kind.Size);
    }

    private static PackedTensor Pad(LayerCompiler layer, int top, int left)
    {
        var (from, to) = (Plane.Of(layer.Shape), Plane.Of(layer.Layer.OutputShape));
        return Finish(layer, new PadOp(from, to, top, left, layer.Floats(), layer.Output()), Alphabet.Real);
    }

    private static PackedTensor Repeat(LayerCompiler layer, Size2D times) => Finish(
        layer, new RepeatOp(Plane.Of(layer.Shape), times, layer.Floats(), layer.Output()), layer.Input.Alphabet);

    /// <summary>The input's channels begin at a channel of the output, and are cut where it ends.</summary>
    private static PackedTensor Channels(LayerCompiler layer, int begin, Alphabet alphabet) => Finish(
        layer,
        new ChannelsOp(
            layer.Shape.Channels, layer.Layer.OutputShape.Channels, begin, layer.Floats(), layer.Output()),
        alphabet);

    private static PackedTensor Finish(LayerCompiler layer, PackedOp op, Alphabet alphabet)
    {
        layer.Report(false, "copies", Name);
        return layer.Finish(op, alphabet);
    }
}

/// <summary>An image; a sequence is one of one row.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Numbers of a pixel.</param>
internal readonly record struct Plane(int Height, int Width, int Channels)
{
    /// <summary>Numbers of a row.</summary>
    public int Line => Width * Channels;

    public static Plane Of(TensorShape shape) =>
        new(shape.Rank < 3 ? 1 : shape[shape.Rank - 3], shape[shape.Rank - 2], shape.Channels);
}

/// <summary>An image with zeros around it.</summary>
internal sealed class PadOp(Plane from, Plane to, int top, int left, FloatSlot input, FloatSlot output)
    : StretchOp(output, input)
{
    public Plane From => from;

    public Plane To => to;

    public int Top => top;

    public int Left => left;

    protected override int Items => to.Height;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        for (; first < end; first++)
        {
            var (row, y) = Math.DivRem(first, to.Height);
            var line = arena.All(output).Slice((row * output.Length) + (y * to.Line), to.Line);
            if (y < top || y >= top + from.Height)
            {
                line.Clear();
                continue;
            }

            var (before, inside) = (left * to.Channels, from.Line);
            line[..before].Clear();
            arena.All(input).Slice((row * input.Length) + ((y - top) * inside), inside).CopyTo(line[before..]);
            line[(before + inside)..].Clear();
        }
    }
}

/// <summary>An image whose every pixel is repeated downwards and to the right.</summary>
internal sealed class RepeatOp(Plane from, Size2D times, FloatSlot input, FloatSlot output) : StretchOp(output, input)
{
    public Plane From => from;

    public Size2D Times => times;

    protected override int Items => from.Height * times.Height;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        var length = from.Line * times.Width;
        for (; first < end; first++)
        {
            var (row, y) = Math.DivRem(first, Items);
            var line = arena.All(output).Slice((row * output.Length) + (y * length), length);
            var source = arena.All(input).Slice(
                (row * input.Length) + (y / times.Height * from.Line), from.Line);
            for (; !source.IsEmpty; source = source[from.Channels..])
            {
                var pixel = source[..from.Channels];
                for (var i = 0; i < times.Width; i++, line = line[from.Channels..]) pixel.CopyTo(line);
            }
        }
    }
}

/// <summary>Every pixel with other channels: the input's from one on, and zeros beside them.</summary>
internal sealed class ChannelsOp(int from, int to, int begin, FloatSlot input, FloatSlot output)
    : StretchOp(output, input)
{
    private readonly int _before = Math.Max(begin, 0);
    private readonly int _skipped = Math.Max(-begin, 0);

    public int From => from;

    public int To => to;

    public int Before => _before;

    public int Skipped => _skipped;

    protected override int Items => output.Length / to;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Run(Arena arena, int first, int end)
    {
        var taken = Math.Min(from - _skipped, to - _before);
        for (; first < end; first++)
        {
            var pixel = arena.All(output).Slice(first * to, to);
            pixel[.._before].Clear();
            arena.All(input).Slice((first * from) + _skipped, taken).CopyTo(pixel[_before..]);
            pixel[(_before + taken)..].Clear();
        }
    }
}
